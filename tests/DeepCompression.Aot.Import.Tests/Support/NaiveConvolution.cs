namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>ONNX's definition of Conv over square images and windows, in double precision, padding and all.</summary>
internal sealed record NaiveConvolution(int Channels, int Outputs, int Size, int Kernel, int Stride, int Dilation, string AutoPad, int Before, int After)
{
    private int Reach => ((Kernel - 1) * Dilation) + 1;

    public double[] Run(float[] input, float[] weight, float[] bias)
    {
        (int before, int after) = Padding();
        int positions = ((Size + before + after - Reach) / Stride) + 1;
        var result = new List<double>();
        for (int i = 0; i < Outputs * positions * positions; i++)
        {
            int output = i / positions / positions;
            int top = (i / positions % positions * Stride) - before;
            int left = (i % positions * Stride) - before;
            result.Add(bias[output] + Sum(input, weight.AsSpan(output * Channels * Kernel * Kernel), top, left));
        }

        return [.. result];
    }

    private double Sum(float[] input, ReadOnlySpan<float> weight, int top, int left)
    {
        double sum = 0;
        for (int tap = 0; tap < Channels * Kernel * Kernel; tap++)
        {
            int channel = tap / Kernel / Kernel;
            int row = top + (tap / Kernel % Kernel * Dilation);
            int column = left + (tap % Kernel * Dilation);
            bool isInside = row >= 0 && row < Size && column >= 0 && column < Size;
            sum += isInside ? (double)weight[tap] * input[(((channel * Size) + row) * Size) + column] : 0;
        }

        return sum;
    }

    private (int Before, int After) Padding()
    {
        if (AutoPad is "NOTSET" or "VALID")
        {
            return AutoPad == "VALID" ? (0, 0) : (Before, After);
        }

        // As many positions as the size over the stride, rounded up; the odd element goes where the name says.
        int positions = (int)Math.Ceiling(Size / (double)Stride);
        int total = Math.Max(0, ((positions - 1) * Stride) + Reach - Size);
        return AutoPad == "SAME_UPPER" ? (total / 2, total - (total / 2)) : (total - (total / 2), total / 2);
    }
}
