using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Experiments;
using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

/// <summary>Finished experiments are kept, others are run; what is on disk is whole.</summary>
public sealed class ExperimentRunnerTests : IDisposable
{
    private static readonly DatasetSplits Digits = DrawnDigits.Create(20, 10, 10);

    private readonly TemporaryFolder _folder = new();

    private string ResultPath => _folder.File("results");

    private ExperimentFolder Results => new(ResultPath);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_experiment_is_not_run_again()
    {
        var experiment = new CountingExperiment();
        Run(experiment);
        IReadOnlyList<ExperimentOutcome> second = Run(experiment);

        Assert.Equal(1, experiment.Runs);
        Assert.True(Assert.Single(second).Resumed);
    }

    [Fact]
    public void Another_seed_another_budget_or_other_data_run_it_again()
    {
        var experiment = new CountingExperiment();
        Run(experiment);
        Run(experiment, seed: 2);
        Run(experiment, seed: 2, budget: ExperimentBudget.Full);
        Run(experiment, seed: 2, budget: ExperimentBudget.Full, data: DrawnDigits.Create(20, 10, 10, seed: 9));

        Assert.Equal(4, experiment.Runs);
    }

    [Fact]
    public void A_lost_file_or_a_damaged_stamp_runs_it_again()
    {
        var experiment = new CountingExperiment();
        Run(experiment);
        File.Delete(Path.Combine(ResultPath, "counting-numbers.csv"));
        Run(experiment);
        File.WriteAllText(Path.Combine(ResultPath, "counting.json"), "{ \"name\": \"counting\" ");
        Run(experiment);
        File.WriteAllText(Path.Combine(ResultPath, "counting.json"), "{ \"name\": null }");
        Run(experiment);

        Assert.Equal(4, experiment.Runs);
    }

    [Fact]
    public void A_stamp_that_names_a_file_elsewhere_is_not_believed()
    {
        var experiment = new CountingExperiment();
        Run(experiment);
        string stamp = File.ReadAllText(Path.Combine(ResultPath, "counting.json"));
        File.WriteAllText(Path.Combine(ResultPath, "counting.json"), stamp.Replace("counting-numbers.csv", "../other.csv", StringComparison.Ordinal));
        File.WriteAllText(_folder.File("other.csv"), "a\n");

        Assert.Null(Results.Find(experiment));
    }

    [Fact]
    public void An_interrupted_experiment_leaves_nothing_and_the_finished_ones_stay()
    {
        using var interrupt = new CancellationTokenSource();
        var first = new CountingExperiment();
        var second = new CountingExperiment("second") { OnRun = interrupt.Cancel };
        Laboratory laboratory = Create(cancellation: interrupt.Token);

        Assert.Throws<OperationCanceledException>(() => ExperimentRunner.Run([first, second, first], laboratory, Results));

        string[] files = [.. Directory.GetFiles(ResultPath).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(["counting-line.svg", "counting-numbers.csv", "counting.json", "index.html"], files);
    }

    [Fact]
    public void The_stamp_says_how_the_result_came_to_be()
    {
        ExperimentStamp stamp = Assert.Single(Run(new CountingExperiment(), seed: 5)).Stamp;

        Assert.Equal((5, "quick", "drawn digits: 20 training, 10 validation, 10 test images"), (stamp.Seed, stamp.Mode, stamp.Data));
        Assert.Equal(stamp.Key, Results.Find(new CountingExperiment())!.Key);
    }

    [Fact]
    public void The_page_shows_chart_table_notes_and_settings_as_text()
    {
        var experiment = new CountingExperiment();
        Run(experiment);
        string page = ExperimentPage.Write([Results.Find(experiment)!], Results.Read);

        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("<td>2.5</td>", page, StringComparison.Ordinal);
        Assert.Contains("a &lt; b &amp; c", page, StringComparison.Ordinal);
        Assert.Contains("quick mode, seed 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_experiment_that_lacks_something_is_skipped_and_says_why()
    {
        var notices = new List<string>();
        var lacking = new CountingExperiment("lacking") { Lacks = "the model is not there" };
        var laboratory = new Laboratory(Digits, () => Digits, ExperimentBudget.Quick, 1, new ManagedEngine(threads: 1), progress: item =>
        {
            if (item is PipelineNotice notice)
            {
                notices.Add(notice.Message);
            }
        });

        IReadOnlyList<ExperimentOutcome> outcomes = ExperimentRunner.Run([lacking, new CountingExperiment()], laboratory, Results);

        Assert.Equal("counting", Assert.Single(outcomes).Stamp.Name);
        Assert.Equal(0, lacking.Runs);
        Assert.Contains("[1/2] lacking: skipped, the model is not there", notices);
    }

    [Fact]
    public void Files_that_an_experiment_reads_decide_its_result()
    {
        string model = _folder.Write("model", "one"u8.ToArray());
        var experiment = new CountingExperiment { Reads = model };
        Run(experiment);
        Run(experiment);
        _folder.Write("model", "two"u8.ToArray());
        Run(experiment);

        Assert.Equal(2, experiment.Runs);
    }

    [Fact]
    public void Every_experiment_has_a_name_of_its_own() =>
        Assert.Equal(ExperimentCatalogue.All.Count, ExperimentCatalogue.All.Select(experiment => experiment.Name).Distinct(StringComparer.Ordinal).Count());

    private IReadOnlyList<ExperimentOutcome> Run(Experiment experiment, int seed = 1, ExperimentBudget? budget = null, DatasetSplits? data = null) =>
        ExperimentRunner.Run([experiment], Create(seed, budget, data), Results);

    private static Laboratory Create(
        int seed = 1, ExperimentBudget? budget = null, DatasetSplits? data = null, CancellationToken cancellation = default) =>
        new(data ?? Digits, () => Digits, budget ?? ExperimentBudget.Quick, seed, new ManagedEngine(threads: 1), cancellation: cancellation);

    private sealed class CountingExperiment(string name = "counting") : Experiment(name, "Counting", "How often it ran.")
    {
        public int Runs { get; private set; }

        public Action? OnRun { get; init; }

        public string? Lacks { get; init; }

        public string? Reads { get; init; }

        public override string? Obstacle(Laboratory laboratory) => Lacks;

        public override IEnumerable<string> Files(Laboratory laboratory) => Reads is null ? [] : [Reads];

        public override ExperimentOutput Run(Laboratory laboratory)
        {
            Runs++;
            OnRun?.Invoke();
            laboratory.Cancellation.ThrowIfCancellationRequested();
            var table = new ResultTable("numbers", "Numbers", "what", "number");
            table.Add("one", 2.5);
            var chart = new Chart
            {
                Name = "line",
                Title = "A line",
                X = new Axis("x"),
                Y = new Axis("y"),
                Series = [new Series("line", SeriesKind.Curve, [new(0, 1), new(1, 2)])],
            };
            return new ExperimentOutput([table], [chart], ["a < b & c"]);
        }
    }
}
