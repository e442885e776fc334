using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Search;

/// <summary>
/// Searches the best artifact under a constraint: every trial compresses the same dense network to another number of weights. The
/// best so far is always in the output file, and every finished trial in the record.
/// </summary>
/// <param name="target">What to look for.</param>
/// <param name="recipe">The recipe; its number of weights is where the search starts.</param>
/// <param name="prepared">The dense network.</param>
/// <param name="record">The finished trials.</param>
internal sealed class ConstrainedCompression(SearchTarget target, CompressionRecipe recipe, PreparedCompression prepared, SearchRecord record)
{
    /// <summary>The artifact to write; it is touched only when there is one that meets the target.</summary>
    public required string Output { get; init; }

    /// <summary>The most trials, those of the record included.</summary>
    public required int MaxTrials { get; init; }

    /// <summary>Told after each trial how many there are.</summary>
    public required Action<int, SearchTrial> Report { get; init; }

    /// <summary>Searches, then reads the test images once, for the best.</summary>
    /// <param name="range">The numbers of weights that may be tried.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled; the same search goes on from the record.</exception>
    public SearchResult Run(SearchRange range)
    {
        var done = new List<SearchTrial>();
        IReadOnlyList<SearchTrial> trials = ArtifactSearch.Run(target, range, MaxTrials, weights =>
        {
            RecordedTrial trial = record.Find(weights) ?? Compress(weights, done);
            done.Add(trial.ToTrial());
            Report(done.Count, trial.ToTrial());
            return trial.ToTrial();
        });
        return new SearchResult(trials, target.Best(trials) is SearchTrial best ? Finish(best) : null);
    }

    private RecordedTrial Compress(int weights, IEnumerable<SearchTrial> before)
    {
        UntestedArtifact artifact = prepared.Compress(recipe.WithTotalWeights(weights));
        var trial = new RecordedTrial(weights, artifact.FileBytes, artifact.ValidationErrorPercent, artifact.Bytes);
        record.Add(trial);
        if (target.Best(before.Append(trial.ToTrial())) == trial.ToTrial())
        {
            ArtifactFile.Save(Output, trial.Artifact);
        }

        return trial;
    }

    private CompressionResult Finish(SearchTrial best)
    {
        RecordedTrial trial = record.Find(best.Weights)!;
        var artifact = new UntestedArtifact(trial.Artifact, trial.FileBytes, trial.ValidationErrorPercent, []);
        CompressionResult result = prepared.Test(artifact, recipe.WithTotalWeights(trial.Weights));
        ArtifactFile.Save(Output, result.Artifact);
        return result;
    }
}

/// <summary>What a search came to.</summary>
/// <param name="Trials">All trials, in order.</param>
/// <param name="Best">The best artifact, tested; null where none meets the target.</param>
internal sealed record SearchResult(IReadOnlyList<SearchTrial> Trials, CompressionResult? Best);
