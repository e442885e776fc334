using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Collects the elements of each window of a tensor (C, H, W), row by row, without padding.</summary>
internal static class ReferenceWindows
{
    public delegate float Reduction(ReadOnlySpan<float> elements);

    /// <summary>Makes one element of the output (C, Y, X) of each window.</summary>
    public static float[] Reduce(
        float[] input, TensorShape inputShape, SlidingWindow window, TensorShape outputShape, Reduction reduction)
    {
        var output = new float[outputShape.ElementCount];
        var elements = new List<float>();
        for (int i = 0; i < output.Length; i++)
        {
            (int outputRow, int x) = Math.DivRem(i, outputShape[2]);
            (int channel, int y) = Math.DivRem(outputRow, outputShape[1]);
            ReadOnlySpan<float> plane = input.AsSpan(channel * inputShape[1] * inputShape[2], inputShape[1] * inputShape[2]);
            elements.Clear();
            Collect(plane, inputShape, (y * window.StrideY) - window.PadTop, (x * window.StrideX) - window.PadLeft, window, elements);
            output[i] = reduction(CollectionsMarshal.AsSpan(elements));
        }

        return output;
    }

    private static void Collect(
        ReadOnlySpan<float> plane, TensorShape shape, int top, int left, SlidingWindow window, List<float> elements)
    {
        for (int row = Math.Max(top, 0); row < Math.Min(top + window.Height, shape[1]); row++)
        {
            for (int column = Math.Max(left, 0); column < Math.Min(left + window.Width, shape[2]); column++)
            {
                elements.Add(plane[(row * shape[2]) + column]);
            }
        }
    }
}
