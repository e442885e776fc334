using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A convolution in groups: each is a convolution of its own, with a part of the channels, weights and biases.</summary>
internal static class ReferenceGroupedConvolution
{
    public static float[] Run(
        float[] input, TensorShape inputShape, float[] weight, float[]? bias, GroupedConvolutionOperator op, TensorShape outputShape)
    {
        TensorShape groupInput = new(inputShape[0] / op.Groups, inputShape[1], inputShape[2]);
        TensorShape groupOutput = new(outputShape[0] / op.Groups, outputShape[1], outputShape[2]);
        IEnumerable<float[]> outputs = Enumerable.Range(0, op.Groups).Select(group => ReferenceConvolution.Run(
            Part(input, group, op.Groups), groupInput, Part(weight, group, op.Groups), bias is null ? default : Part(bias, group, op.Groups), op.Window, groupOutput));
        return [.. outputs.SelectMany(elements => elements)];
    }

    private static float[] Part(float[] elements, int group, int groups)
    {
        int length = elements.Length / groups;
        return elements.AsSpan(group * length, length).ToArray();
    }
}
