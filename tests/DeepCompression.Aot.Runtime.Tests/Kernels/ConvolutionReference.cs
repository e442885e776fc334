namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Convolutions by definition, in double precision, and numbers to try them with.</summary>
internal static class ConvolutionReference
{
    /// <summary>Requires every output to be within 1e-5 of the largest.</summary>
    public static void RequireClose(
        ConvolutionShape shape, float[] weights, float[] bias, ReadOnlySpan<float> input, ReadOnlySpan<float> output, bool relu)
    {
        double[] expected = Outputs(shape, weights, bias, input.ToArray(), relu);
        RequireWithin(1e-5 * expected.Max(Math.Abs), expected, output);
    }

    /// <summary>
    /// Requires every output to be within a fraction of the largest sum of magnitudes. Of few outputs all may be small, because their
    /// products cancel or the rectifier takes the large ones; the rounding of the products is left.
    /// </summary>
    public static void RequireCloseForMagnitudes(
        double fraction, ConvolutionShape shape, float[] weights, float[] bias, ReadOnlySpan<float> input, ReadOnlySpan<float> output, bool relu)
    {
        double magnitude = Outputs(shape, Magnitudes(weights), Magnitudes(bias), Magnitudes(input.ToArray()), relu: false).Max();
        RequireWithin(fraction * magnitude, Outputs(shape, weights, bias, input.ToArray(), relu), output);
    }

    /// <summary>Output element by output element, by definition.</summary>
    public static double[] Outputs(ConvolutionShape shape, float[] weights, float[] bias, float[] input, bool relu)
    {
        int size = shape.Pools ? 2 : 1;
        return
        [
            .. from channel in Enumerable.Range(0, shape.OutputChannels)
               from y in Enumerable.Range(0, shape.OutputHeight)
               from x in Enumerable.Range(0, shape.OutputWidth)
               let largest = Enumerable.Range(0, size * size).Max(phase => Sum(channel, (y * size) + (phase / size), (x * size) + (phase % size)))
               let value = largest + (bias.Length == 0 ? 0 : bias[channel])
               select relu ? Math.Max(value, 0) : value,
        ];

        double Sum(int channel, int y, int x)
        {
            double sum = 0;
            for (int tap = 0; tap < shape.RowLength; tap++)
            {
                (int plane, int inWindow) = Math.DivRem(tap, shape.WindowHeight * shape.WindowWidth);
                (int down, int across) = Math.DivRem(inWindow, shape.WindowWidth);
                int place = (((plane * shape.Height) + (y * shape.StrideY) + down) * shape.Width) + (x * shape.StrideX) + across;
                sum += (double)weights[(channel * shape.RowLength) + tap] * input[place];
            }

            return sum;
        }
    }

    public static float[] Sparse(Random random, int count)
    {
        double density = random.NextDouble();
        return [.. Numbers(random, count).Select(number => random.NextDouble() < density ? number : 0)];
    }

    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private static float[] Magnitudes(float[] numbers) => Array.ConvertAll(numbers, MathF.Abs);

    private static void RequireWithin(double tolerance, double[] expected, ReadOnlySpan<float> output)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], output[i], tolerance);
        }
    }
}
