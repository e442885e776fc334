using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Elements by steps along each axis.</summary>
internal static class ReferenceCopy
{
    public static float[] Run(float[] input, CopyOperator copy)
    {
        var output = new float[copy.Shape.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            int source = copy.Offset;
            int rest = i;
            for (int axis = copy.Shape.Rank - 1; axis >= 0; axis--)
            {
                (rest, int place) = Math.DivRem(rest, copy.Shape[axis]);
                source += place * copy.Strides[axis];
            }

            output[i] = input[source];
        }

        return output;
    }
}
