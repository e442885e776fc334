using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Slices along an axis, by their indices.</summary>
internal static class ReferenceGather
{
    public static float[] Run(float[] input, TensorShape inputShape, GatherOperator gather, TensorShape outputShape)
    {
        int inner = ReferenceAxis.Inner(inputShape, gather.Axis);
        var output = new float[outputShape.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            (int slice, int element) = Math.DivRem(i, inner);
            (int row, int place) = Math.DivRem(slice, gather.Indices.Length);
            output[i] = input[(((row * inputShape[gather.Axis]) + gather.Indices[place]) * inner) + element];
        }

        return output;
    }
}
