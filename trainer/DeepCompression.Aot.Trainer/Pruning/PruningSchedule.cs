namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>
/// The way from a dense layer to its final number of weights: rounds of pruning with masked retraining after each. The number that
/// remains falls steeply at first and ever more gently, by a cubic (Zhu and Gupta 2017, "To prune, or not to prune"), so that
/// few weights go where each one counts.
/// </summary>
/// <param name="Rounds">The rounds of pruning; one is one-shot pruning.</param>
/// <param name="FirstDensity">
/// The density from which the cubic falls: what is far from the final number anyway can go at once, and training is faster without.
/// </param>
internal sealed record PruningSchedule(int Rounds, double FirstDensity = 1)
{
    public static PruningSchedule OneShot { get; } = new(1);

    public int Rounds { get; } = Rounds > 0
        ? Rounds
        : throw new ArgumentOutOfRangeException(nameof(Rounds), Rounds, "Pruning takes at least one round.");

    public double FirstDensity { get; } = FirstDensity is > 0 and <= 1
        ? FirstDensity
        : throw new ArgumentOutOfRangeException(nameof(FirstDensity), FirstDensity, "A density is above 0 and at most 1.");

    /// <summary>The number of weights that remain after a round.</summary>
    /// <param name="round">The round, from 1; the last one leaves exactly <paramref name="final"/>.</param>
    /// <param name="total">The weights of the dense layer.</param>
    /// <param name="final">The weights that remain in the end.</param>
    public int CountAfter(int round, int total, int final)
    {
        double left = 1 - ((double)round / Rounds);
        double first = Math.Max(final, FirstDensity * total);
        return final + (int)Math.Round((first - final) * left * left * left);
    }

    /// <summary>The share of weights that a round regrows: half a cosine from <paramref name="first"/> down to none.</summary>
    public double RegrowthAfter(int round, double first) => first * 0.5 * (1 + Math.Cos(Math.PI * round / Rounds));
}
