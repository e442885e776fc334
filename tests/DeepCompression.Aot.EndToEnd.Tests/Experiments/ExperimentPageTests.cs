using System.Text.Json;
using System.Text.Json.Nodes;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.CommandLine;
using DeepCompression.Aot.Trainer.Experiments;

namespace DeepCompression.Aot.Tests.Experiments;

/// <summary>All experiments in quick mode, run once, and the page that comes of them in a real browser.</summary>
[Trait("Category", "Slow")]
public sealed class ExperimentPageTests(ExperimentPageTests.Fixture fixture) : IClassFixture<ExperimentPageTests.Fixture>
{
    private static string LstmModel { get; } = Path.Combine(Repository.Data, "models", "tflm-lstm", "mnist_lstm.converted.onnx");

    /// <summary>The names of all experiments but one whose model is not here.</summary>
    private static IEnumerable<string> Expected =>
        ExperimentCatalogue.All.Select(experiment => experiment.Name).Where(name => name != "lstm" || File.Exists(LstmModel));

    public sealed class Fixture : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        internal CommandRun Run { get; private set; } = null!;

        internal string Output => _folder.File("results");

        public async Task InitializeAsync() =>
            Run = await CommandRun.Deepc("experiment", "all", "--quick", "--no-cache", "--lstm-model", LstmModel, "--json", "--output", Output);

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();
    }

    [Fact]
    public void The_report_names_every_experiment_and_its_files()
    {
        Assert.True(fixture.Run.ExitCode == ExitCodes.Success, fixture.Run.Error);
        using JsonDocument json = JsonDocument.Parse(fixture.Run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(["page", "mode", "seed", "seconds", "experiments"], root.EnumerateObject().Select(property => property.Name));
        JsonElement[] experiments = [.. root.GetProperty("experiments").EnumerateArray()];
        Assert.Equal(Expected, experiments.Select(entry => entry.GetProperty("name").GetString()));
        Assert.All(experiments, entry =>
        {
            string[] files = [.. entry.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)];
            Assert.Contains(files, file => file.EndsWith(".csv", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith(".svg", StringComparison.Ordinal));
            Assert.All(files, file => Assert.True(new FileInfo(file).Length > 0));
        });
    }

    [Fact]
    public async Task A_second_run_measures_nothing_again()
    {
        CommandRun again = await CommandRun.Deepc("experiment", "all", "--quick", "--no-cache", "--lstm-model", LstmModel, "--json", "--output", fixture.Output);

        using JsonDocument json = JsonDocument.Parse(again.Output);
        Assert.All(json.RootElement.GetProperty("experiments").EnumerateArray(), entry => Assert.True(entry.GetProperty("resumed").GetBoolean()));
    }

    [ChromiumFact]
    public async Task In_a_browser_no_chart_is_empty_and_nothing_overlaps_fails_or_is_loaded_from_elsewhere()
    {
        string program = Chromium.Find() ?? throw new InvalidOperationException(ChromiumFactAttribute.Remedy);
        await using Chromium browser = await Chromium.StartAsync(program);
        await browser.Page.OpenAsync(new Uri(Path.Combine(fixture.Output, "index.html")));

        JsonNode[] charts = [.. (await browser.Page.EvaluateAsync(ChartInspection.Script))!.AsArray()!];

        Assert.Equal(Directory.GetFiles(fixture.Output, "*.svg").Length, charts.Length);
        Assert.All(charts, ChartInspection.AssertSound);
        Assert.Equal(Expected.Count(), (int)(await browser.Page.EvaluateAsync("document.querySelectorAll('section').length"))!);
        Assert.Empty(browser.Page.Complaints);
    }

    [ChromiumFact]
    public async Task The_inspection_finds_what_is_wrong_with_a_page()
    {
        using var folder = new TemporaryFolder();
        string page = folder.Write("wrong.html", """
            <svg class="chart" width="200" height="100"><title>wrong</title>
            <text x="10" y="20">first</text><text x="14" y="20">second</text><text x="190" y="90">beyond</text>
            <g class="series"><rect x="10" y="10" width="0" height="0"/></g><g class="series"><rect x="10" y="40" width="20" height="20"/></g>
            </svg>
            <script>console.error('broken')</script><img src="missing.png">
            """u8);
        await using Chromium browser = await Chromium.StartAsync(Chromium.Find() ?? throw new InvalidOperationException(ChromiumFactAttribute.Remedy));
        await browser.Page.OpenAsync(new Uri(page));

        JsonNode chart = Assert.Single((await browser.Page.EvaluateAsync(ChartInspection.Script))!.AsArray())!;

        Assert.Equal((2, 1, 1), ((int)chart["series"]!, (int)chart["empty"]!, (int)chart["outside"]!));
        Assert.Equal("first | second", (string)Assert.Single(chart["overlaps"]!.AsArray())!);
        Assert.Contains(browser.Page.Complaints, complaint => complaint.Contains("broken", StringComparison.Ordinal));
        Assert.Contains(browser.Page.Complaints, complaint => complaint.Contains("ERR_FILE_NOT_FOUND", StringComparison.Ordinal));
    }
}
