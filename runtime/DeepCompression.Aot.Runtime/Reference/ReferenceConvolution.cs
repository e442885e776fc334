using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A 2-D cross-correlation: input (C, H, W), weight (O, C, window height, window width), bias (O), output (O, Y, X).</summary>
internal static class ReferenceConvolution
{
    /// <summary>
    /// For each output element, products are added in ascending order of input channel, window row and window column, each product
    /// and each sum rounded; the bias is added last. Padding and weights that are zero are left out.
    /// </summary>
    public static float[] Run(
        float[] input, TensorShape inputShape, float[] weight, ReadOnlySpan<float> bias, SlidingWindow window, TensorShape outputShape)
    {
        int inputPlane = inputShape[1] * inputShape[2];
        int outputPlane = outputShape[1] * outputShape[2];
        var output = new float[outputShape[0] * outputPlane];
        int tap = 0;
        for (int o = 0; o < outputShape[0]; o++)
        {
            Span<float> sums = output.AsSpan(o * outputPlane, outputPlane);
            for (int c = 0; c < inputShape[0]; c++)
            {
                ReadOnlySpan<float> plane = input.AsSpan(c * inputPlane, inputPlane);
                for (int inWindow = 0; inWindow < window.Height * window.Width; inWindow++, tap++)
                {
                    if (weight[tap] != 0)
                    {
                        AddTap(plane, inputShape, weight[tap], inWindow, window, sums, outputShape);
                    }
                }
            }

            for (int i = 0; i < sums.Length && !bias.IsEmpty; i++)
            {
                sums[i] += bias[o];
            }
        }

        return output;
    }

    /// <summary>Adds one weight's product to every output element of the plane whose tap lies inside the input.</summary>
    private static void AddTap(
        ReadOnlySpan<float> plane, TensorShape inputShape, float weight, int inWindow, SlidingWindow window, Span<float> sums, TensorShape outputShape)
    {
        (int inputHeight, int inputWidth) = (inputShape[1], inputShape[2]);
        (int outputHeight, int outputWidth) = (outputShape[1], outputShape[2]);
        (int windowRow, int windowColumn) = Math.DivRem(inWindow, window.Width);
        for (int y = 0; y < outputHeight; y++)
        {
            int inputRow = (y * window.StrideY) + windowRow - window.PadTop;
            if (inputRow < 0 || inputRow >= inputHeight)
            {
                continue;
            }

            for (int x = 0; x < outputWidth; x++)
            {
                int inputColumn = (x * window.StrideX) + windowColumn - window.PadLeft;
                if (inputColumn >= 0 && inputColumn < inputWidth)
                {
                    sums[(y * outputWidth) + x] += weight * plane[(inputRow * inputWidth) + inputColumn];
                }
            }
        }
    }
}
