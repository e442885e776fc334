using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A tensor set into a larger one that is filled with one number otherwise.</summary>
internal static class ReferenceInset
{
    public static float[] Run(float[] input, TensorShape inputShape, InsetOperator inset, TensorShape outputShape)
    {
        float[] output = [.. Enumerable.Repeat(inset.Filling, (int)outputShape.ElementCount)];
        for (int i = 0; i < input.Length; i++)
        {
            int target = 0;
            int stride = 1;
            int rest = i;
            for (int axis = inputShape.Rank - 1; axis >= 0; axis--)
            {
                (rest, int place) = Math.DivRem(rest, inputShape[axis]);
                target += (inset.Margins[axis].Before + (place * inset.Margins[axis].Step)) * stride;
                stride *= outputShape[axis];
            }

            output[target] = input[i];
        }

        return output;
    }
}
