using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Search;
using DeepCompression.Aot.Trainer.Tests.Data;
using DeepCompression.Aot.Trainer.Tests.Pipeline;

namespace DeepCompression.Aot.Trainer.Tests.Search;

/// <summary>Searches over real, tiny trainings.</summary>
public sealed class ConstrainedCompressionTests : IDisposable
{
    private const int Weights = 19_056;
    private const int Start = 1500;

    private static readonly CompressionRecipe Recipe = TinyRun.Brief.WithTotalWeights(Start);
    private static readonly PreparedCompression Prepared =
        PreparedCompression.Create(TinyRun.Network, TinyRun.Data, Recipe, new ManagedEngine(threads: 2));

    private readonly TemporaryFolder _folder = new();

    private string Output => Path.Combine(_folder.Path, "tiny.dcz");

    private string RecordFile => Path.Combine(_folder.Path, "tiny.search.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_best_artifact_is_tested_once_and_is_what_a_run_of_its_own_would_make()
    {
        var target = new RatioTarget(40, TinyRun.Network.DenseBytes);
        SearchResult result = Search(target, 4, out _);
        CompressionResult best = Assert.IsType<CompressionResult>(result.Best);
        Assert.True(best.Report.Ratio >= 40);
        Assert.Equal(best.Artifact, File.ReadAllBytes(Output));
        Assert.Equal(best.Artifact, TinyRun.Run(Recipe.WithTotalWeights(target.Best(result.Trials)!.Weights)).Artifact);
        Assert.InRange(target.Best(result.Trials)!.FileBytes - best.Report.FileBytes, 0, 1);
    }

    [Fact]
    public void An_interrupted_search_goes_on_without_repeating_a_trial()
    {
        var target = new ErrorTarget(100);
        SearchResult whole = Search(target, 3, out _);
        byte[] artifact = File.ReadAllBytes(Output);
        File.Delete(RecordFile);

        int trials = 0;
        Assert.Throws<OperationCanceledException>(() => Search(target, 3, out _, (_, _) =>
        {
            if (++trials == 2)
            {
                throw new OperationCanceledException();
            }
        }));

        // The best so far is there, and the record is whole: what it holds is believed rather than trained again.
        Assert.Equal(2, ArtifactReader.Read(File.ReadAllBytes(Output)).Tensors.Count(tensor => tensor.Shape.Rank > 1));
        string marked = File.ReadAllText(RecordFile).Replace("\"fileBytes\": ", "\"fileBytes\": 1000", StringComparison.Ordinal);
        File.WriteAllText(RecordFile, marked);
        SearchResult resumed = Search(target, 3, out string? notice);
        Assert.Contains("2 trials", notice, StringComparison.Ordinal);
        Assert.All(resumed.Trials.Take(2).Zip(whole.Trials), pair => Assert.Equal($"1000{pair.Second.FileBytes}", $"{pair.First.FileBytes}"));
        Assert.Equal(whole.Trials[2], resumed.Trials[2]);
        Assert.Equal(artifact, File.ReadAllBytes(Output));
    }

    [Fact]
    public void A_damaged_record_is_told_and_the_artifact_stays_until_there_is_another()
    {
        File.WriteAllText(RecordFile, "{\"key\": \"k\", \"trials\": [");
        File.WriteAllBytes(Output, [1, 2, 3]);
        SearchResult result = Search(new ErrorTarget(0), 1, out string? notice);
        Assert.Contains("damaged", notice, StringComparison.Ordinal);
        Assert.Contains(RecordFile, notice, StringComparison.Ordinal);
        Assert.Null(result.Best);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Output));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"key\": \"k\", \"trials\": null}")]
    [InlineData("{\"key\": \"k\", \"trials\": [null]}")]
    [InlineData("{\"key\": \"k\", \"trials\": [{\"weights\": 1, \"fileBytes\": 1, \"validationErrorPercent\": 1, \"artifact\": \"AAAA\"}]}")]
    public void A_record_that_is_none_is_damaged(string text)
    {
        File.WriteAllText(RecordFile, text);
        SearchRecord.Open(RecordFile, "k", out string? notice);
        Assert.Contains("damaged", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_recipe_or_other_data_finds_nothing_in_a_record_but_another_target_does()
    {
        string Key(CompressionRecipe recipe) => SearchKey.Of(TinyRun.Network, TinyRun.Data, recipe, new ManagedEngine(threads: 1));
        Assert.Equal(Key(Recipe), Key(Recipe.WithTotalWeights(7)));
        CompressionRecipe[] others =
        [
            Recipe with { Seed = 9 },
            Recipe with { EntropyPrice = 0.1 },
            Recipe with { Sharing = Recipe.Sharing with { LearningRate = 0.1f } },
            Recipe with { PruningMethod = Recipe.PruningMethod with { RemoveDeadUnits = true } },
            Recipe with { Aids = new TrainingAids { Teacher = TrainingAids.OwnTeacher } },
        ];
        Assert.Equal(others.Length + 1, others.Append(Recipe).Select(Key).Distinct().Count());

        Search(new ErrorTarget(0), 1, out _);
        SearchRecord.Open(RecordFile, Key(others[0]), out string? notice);
        Assert.Contains("another", notice, StringComparison.Ordinal);
    }

    private SearchResult Search(SearchTarget target, int trials, out string? notice, Action<int, SearchTrial>? report = null)
    {
        string key = SearchKey.Of(TinyRun.Network, TinyRun.Data, Recipe, new ManagedEngine(threads: 2));
        var search = new ConstrainedCompression(target, Recipe, Prepared, SearchRecord.Open(RecordFile, key, out notice))
        {
            Output = Output,
            MaxTrials = trials,
            Report = report ?? ((_, _) => { }),
        };
        return search.Run(SearchRange.Of(Start, Weights));
    }
}
