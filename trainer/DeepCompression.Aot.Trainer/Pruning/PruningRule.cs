using System.Globalization;

namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Decides how many weights of a layer remain when pruning ends.</summary>
internal abstract record PruningRule
{
    /// <summary>The number of weights to keep of a trained, dense layer.</summary>
    public abstract int CountKept(ReadOnlySpan<float> weights);
}

/// <summary>Keeps a given fraction of the weights, rounded to the nearest whole weight, but never none.</summary>
/// <param name="Density">The fraction that remains, above 0 and at most 1.</param>
internal sealed record DensityRule(double Density) : PruningRule
{
    public double Density { get; } = Density is > 0 and <= 1
        ? Density
        : throw new ArgumentOutOfRangeException(nameof(Density), Density, "A density is above 0 and at most 1.");

    public override int CountKept(ReadOnlySpan<float> weights) => Math.Max(1, (int)Math.Round(Density * weights.Length));

    /// <summary>Such as <c>8%</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Density * 100:0.####}%");
}

/// <summary>
/// Keeps the weights whose magnitude reaches sensitivity × standard deviation of the layer (Han et al. 2015, section 3.4).
/// </summary>
/// <param name="Sensitivity">The factor, not negative; 0 keeps every weight that is not zero.</param>
internal sealed record ThresholdRule(double Sensitivity) : PruningRule
{
    public double Sensitivity { get; } = Sensitivity >= 0 && double.IsFinite(Sensitivity)
        ? Sensitivity
        : throw new ArgumentOutOfRangeException(nameof(Sensitivity), Sensitivity, "A sensitivity is a number that is not negative.");

    public override int CountKept(ReadOnlySpan<float> weights)
    {
        double threshold = Sensitivity * StandardDeviation(weights);
        int count = 0;
        foreach (float weight in weights)
        {
            count += weight != 0 && Math.Abs((double)weight) >= threshold ? 1 : 0;
        }

        return count;
    }

    /// <summary>Such as <c>0.7σ</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sensitivity:0.####}σ");

    private static double StandardDeviation(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights)
        {
            sum += weight;
        }

        double mean = sum / weights.Length;
        double squares = 0;
        foreach (float weight in weights)
        {
            squares += (weight - mean) * (weight - mean);
        }

        return Math.Sqrt(squares / weights.Length);
    }
}
