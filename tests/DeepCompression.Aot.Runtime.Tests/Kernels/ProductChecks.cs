using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>A fully connected layer in some layout.</summary>
internal delegate void Product(ReadOnlySpan<float> input, Span<float> output, bool relu);

/// <summary>Products against sums in double precision, in guarded memory.</summary>
internal static class ProductChecks
{
    /// <summary>What sums of floats may be off by, of the largest, however many there are.</summary>
    private const double Error = 1e-5;

    /// <summary>Requires that a product is that of the dense weights.</summary>
    /// <param name="random">Where activations come from.</param>
    /// <param name="tensor">The weights.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="product">The product.</param>
    /// <param name="productError">The error that a product may have, of the largest weight times the range of activations and 0.</param>
    public static void Require(Random random, RandomTensor tensor, float[] bias, Product product, double productError = 0)
    {
        bool atStart = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(Numbers(random, tensor.RowLength), atStart);
        using var output = new GuardedMemory<float>(tensor.Rows, atStart);
        bool relu = random.Next(2) == 0;
        output.Span.Fill(float.NaN);
        product(input.Span, output.Span, relu);
        RequireClose(tensor, bias, input.Span, output.Span, relu, productError);
    }

    /// <summary>
    /// Every sum lies within the rounding errors of any order of summation; of rows in pairs, those of the pair count, at most those
    /// of all rows, and no further than 1e-5 of the largest row's magnitudes; and within the errors of as many products as a row has weights.
    /// </summary>
    public static void RequireClose(
        RandomTensor tensor, float[] bias, ReadOnlySpan<float> input, ReadOnlySpan<float> actual, bool relu, double productError = 0)
    {
        var sums = new double[tensor.Rows];
        double largest = 0;
        int mostWeights = 0;
        for (int row = 0; row < tensor.Rows; row++)
        {
            sums[row] = bias.Length == 0 ? 0 : bias[row];
            double magnitude = Math.Abs(sums[row]);
            int weights = 0;
            for (int column = 0; column < input.Length; column++)
            {
                float weight = tensor.Dense[(row * input.Length) + column];
                weights += weight == 0 ? 0 : 1;
                double product = (double)weight * input[column];
                sums[row] += product;
                magnitude += Math.Abs(product);
            }

            largest = Math.Max(largest, magnitude);
            mostWeights = Math.Max(mostWeights, weights);
        }

        float[] activations = [0, .. input];
        double unit = (double)tensor.Codebook.Max(Math.Abs) * (activations.Max() - activations.Min());
        double tolerance = (largest * Math.Min((input.Length + 8) * Math.Pow(2, -24), Error)) + (mostWeights * unit * productError);
        for (int row = 0; row < tensor.Rows; row++)
        {
            double expected = relu ? Math.Max(sums[row], 0) : sums[row];
            Assert.Equal(expected, actual[row], tolerance);
        }
    }

    /// <summary>Numbers around 0.</summary>
    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
