namespace DeepCompression.Aot.Benchmarks.Measuring;

/// <summary>Whether outputs are what they should be; what is not is never timed.</summary>
internal static class Agreement
{
    /// <summary>The largest difference between two outputs, relative to the largest magnitude of what is expected.</summary>
    public static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new ArgumentException($"{actual.Length} outputs where {expected.Length} are expected.", nameof(actual));
        }

        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));

            // A NaN must not pass for agreement.
            double here = Math.Abs((double)expected[i] - actual[i]);
            difference = double.IsNaN(here) ? double.PositiveInfinity : Math.Max(difference, here);
        }

        return difference == 0 ? 0 : difference / largest;
    }

    /// <summary>Throws if two outputs differ by more than an arithmetic may.</summary>
    /// <exception cref="DisagreementException">They do.</exception>
    public static void Require(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        double difference = Difference(expected, actual);
        if (difference > tolerance)
        {
            throw new DisagreementException(
                $"{name} differs from the reference by {difference:E1} of its largest output, where {tolerance:E1} is allowed: it is not timed.");
        }
    }
}

/// <summary>A kernel or a baseline computes something else than the reference.</summary>
internal sealed class DisagreementException(string message) : Exception(message);
