using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Numbers to multiply weights with, and what the products must be.</summary>
internal static class Products
{
    /// <summary>2^−24: half a unit in the last place, relative to a number.</summary>
    private const double RoundingError = 1.0 / (1 << 24);

    /// <summary>Numbers between −1 and 1, no two neighbours alike.</summary>
    public static void Fill(Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (((i * 37) % 64) - 31.5f) / 32;
        }
    }

    /// <summary>Requires the product of a row: each addition and each product rounds once, so they are off by so many roundings of all magnitudes.</summary>
    /// <param name="weights">The row's dense weights.</param>
    /// <param name="input">What they are multiplied with.</param>
    /// <param name="actual">The product.</param>
    /// <param name="weightError">How far a weight may be off, relative to itself.</param>
    /// <exception cref="BrokenPromiseException">It is another one.</exception>
    public static void Require(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, float actual, double weightError = 0)
    {
        double sum = 0;
        double magnitude = 0;
        int count = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double product = (double)weights[i] * input[i];
            sum += product;
            magnitude += Math.Abs(product);
            count += weights[i] == 0 ? 0 : 1;
        }

        double bound = magnitude * (((count + 1) * RoundingError) + weightError);
        if (!(Math.Abs(sum - actual) <= bound))
        {
            throw new BrokenPromiseException($"a product is {actual}, but its dense weights give {sum}");
        }
    }
}
