namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>
/// The way from a dense layer to its final number of weights: rounds of pruning with masked retraining after each. The number that
/// remains falls steeply at first and ever more gently, by a cubic (Zhu and Gupta 2017, "To prune, or not to prune"), so that
/// few weights go where each one counts.
/// </summary>
/// <param name="Rounds">The rounds of pruning; one is one-shot pruning.</param>
internal sealed record PruningSchedule(int Rounds)
{
    public static PruningSchedule OneShot { get; } = new(1);

    public int Rounds { get; } = Rounds > 0
        ? Rounds
        : throw new ArgumentOutOfRangeException(nameof(Rounds), Rounds, "Pruning takes at least one round.");

    /// <summary>The number of weights that remain after a round.</summary>
    /// <param name="round">The round, from 1; the last one leaves exactly <paramref name="final"/>.</param>
    /// <param name="total">The weights of the dense layer.</param>
    /// <param name="final">The weights that remain in the end.</param>
    public int CountAfter(int round, int total, int final)
    {
        double left = 1 - ((double)round / Rounds);
        return final + (int)Math.Round((total - final) * left * left * left);
    }
}
