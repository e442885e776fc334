using DeepCompression.Aot.Trainer.Charts;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>How many weights lie where, in bins of one width on both sides of zero.</summary>
/// <param name="limit">The largest magnitude of any weight, positive.</param>
internal sealed class WeightHistogram(double limit)
{
    /// <summary>Odd, so that zero is the middle of a bin.</summary>
    private const int BinCount = 81;

    private readonly long[] _counts = new long[BinCount];

    private double Width => 2 * limit / BinCount;

    /// <summary>The middle of each bin and the weights in it.</summary>
    public IReadOnlyList<ChartPoint> Bins => [.. _counts.Select((count, i) => new ChartPoint(-limit + ((i + 0.5) * Width), count))];

    /// <summary>Counts a weight.</summary>
    public void Add(float weight) => _counts[Math.Clamp((int)((weight + limit) / Width), 0, BinCount - 1)]++;
}
