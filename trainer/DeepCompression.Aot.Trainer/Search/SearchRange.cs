namespace DeepCompression.Aot.Trainer.Search;

/// <summary>The numbers of weights that a search may try.</summary>
/// <param name="Start">The first to try, unless it is out of bounds.</param>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most: all the network has.</param>
internal sealed record SearchRange(int Start, int Least, int Most)
{
    /// <summary>With fewer than one weight in this many, no reference network tells anything apart.</summary>
    private const int SparsestFraction = 2000;

    /// <summary>Whatever is possible with a network of that many weights.</summary>
    public static SearchRange Of(int start, int networkWeights)
    {
        int least = Math.Max(1, networkWeights / SparsestFraction);
        return new SearchRange(Math.Clamp(start, least, networkWeights), least, networkWeights);
    }

    /// <summary>The nearest whole number of weights within the range.</summary>
    public int Clamp(double weights) => (int)Math.Round(Math.Clamp(weights, Least, Most));
}
