namespace DeepCompression.Aot.Trainer.Search;

/// <summary>Runs trials until a target's search has nothing more to ask, or no more are allowed.</summary>
internal static class ArtifactSearch
{
    /// <summary>Searches.</summary>
    /// <param name="target">What to look for.</param>
    /// <param name="range">The numbers of weights that may be tried.</param>
    /// <param name="maxTrials">The most trials.</param>
    /// <param name="attempt">Makes the artifact of that many weights, or remembers it.</param>
    /// <returns>The trials, in order.</returns>
    public static IReadOnlyList<SearchTrial> Run(SearchTarget target, SearchRange range, int maxTrials, Func<int, SearchTrial> attempt)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTrials);
        var trials = new List<SearchTrial>();
        while (trials.Count < maxTrials && target.Next(trials, range) is int weights)
        {
            trials.Add(attempt(weights));
        }

        return trials;
    }
}
