namespace DeepCompression.Aot.Trainer.Search;

/// <summary>What a search looks for: which artifacts will do, which of two is better, and where to look next.</summary>
internal abstract record SearchTarget
{
    /// <summary>Whether an artifact will do.</summary>
    public abstract bool IsMet(SearchTrial trial);

    /// <summary>The number of weights to try next, or null when looking further is not worth a trial.</summary>
    /// <param name="trials">All trials so far, in any order; no two of equal numbers of weights.</param>
    /// <param name="range">The numbers of weights that may be tried.</param>
    public abstract int? Next(IReadOnlyCollection<SearchTrial> trials, SearchRange range);

    /// <summary>The best of the artifacts that will do, or null where none will.</summary>
    public SearchTrial? Best(IEnumerable<SearchTrial> trials) => Order(trials.Where(IsMet)).FirstOrDefault();

    /// <summary>The artifact that comes nearest to the target without meeting it, or null where there is none.</summary>
    public abstract SearchTrial? Closest(IEnumerable<SearchTrial> trials);

    /// <summary>Artifacts that will do, the best first.</summary>
    protected abstract IEnumerable<SearchTrial> Order(IEnumerable<SearchTrial> trials);
}
