using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Import;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>An imported network with data: a small one that was trained, and drawn digits.</summary>
public sealed class CompressWithDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Calibration_records_the_magnitudes_of_what_layers_read_and_what_the_outputs_lose()
    {
        string output = _folder.File("c.dcz");

        CommandRun run = await CommandRun.Deepc(
            "compress", Model(), "-o", output, "--bits", "3", "--data", Samples(count: 20), "--samples", "16", "--json");

        double change = Json(run).GetProperty("changePercent").GetDouble();
        Assert.InRange(change, 0.1, 50);
        Artifact artifact = ArtifactFile.Load(output);
        Assert.Equal([0, 2], artifact.ActivationScales.Select(scale => scale.Value));
        Assert.Equal(1, artifact.ActivationScales[0].Maximum);
        Assert.Contains(artifact.Provenance, entry => entry is { Key: "data", Value: "samples.npy" });
        Assert.Contains(artifact.Provenance, entry => entry is { Key: "model", Value: "model.onnx" });
    }

    [Theory]
    [InlineData(20)]
    [InlineData(4)]
    public async Task A_budget_of_change_is_spent_and_not_exceeded(double percent)
    {
        string output = _folder.File("c.dcz");

        CommandRun run = await CommandRun.Deepc(
            "compress", Model(), "-o", output, "--data", Samples(count: 40), "--target-change", $"{percent}", "--keep", "fc2", "--json");

        Assert.InRange(Json(run).GetProperty("changePercent").GetDouble(), percent / 3, percent);
        Assert.Equal("raw", Json(run).GetProperty("outcomes")[1].GetProperty("method").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ratio_is_met_with_data_and_without(bool withData)
    {
        string output = _folder.File("r.dcz");
        string[] data = withData ? ["--data", Samples(count: 40)] : [];

        CommandRun run = await CommandRun.Deepc(["compress", Model(), "-o", output, "--target-ratio", "12", "--json", .. data]);

        Assert.InRange(Json(run).GetProperty("ratio").GetDouble(), 12, 15);
        Assert.Equal(new FileInfo(output).Length, Json(run).GetProperty("fileBytes").GetInt64());
    }

    [Fact]
    public async Task A_ratio_that_cannot_be_met_is_said_and_leaves_no_file()
    {
        string output = _folder.File("r.dcz");

        (await CommandRun.Deepc("compress", Model(), "-o", output, "--target-ratio", "100000"))
            .AssertFails(ExitCodes.Failure, "ratio at least 100000", "--retrain");

        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Retraining_wins_back_what_pruning_alone_loses()
    {
        string model = Model();
        string images = LabelledImages();
        string[] common = ["compress", model, "-o", _folder.File("c.dcz"), "--density", "0.02", "--bits", "4", "--scale", "1/255"];
        await CommandRun.Deepc([.. common]);
        double pruned = await Error(images);

        CommandRun run = await CommandRun.Deepc(
        [
            .. common, "--data", images, "--retrain", "--json", "--keep", "fc2",
            "--rounds", "8", "--prune-epochs", "2", "--retrain-epochs", "2", "--freeze-epochs", "0", "--share-epochs", "1",
        ]);

        AssertIsReportOfCompress(Json(run), model);
        JsonElement report = Json(run).GetProperty("retraining");
        Assert.Equal(report.GetProperty("errorPercent").GetDouble(), await Error(images), 1e-9);
        Assert.True(report.GetProperty("errorPercent").GetDouble() < pruned - 5, $"{report.GetProperty("errorPercent")} % retrained, {pruned} % without.");
        Artifact artifact = ArtifactFile.Load(_folder.File("c.dcz"));
        Assert.InRange(artifact.Tensors[0].Nnz, 100, (int)(0.02 * SmallModel.Hidden * 784) + 1);
        Assert.Equal(GraphImporter.Import(model, ImportOptions.Default).Parameters[2], artifact.Tensors[2].ToDense());
        Assert.Equal(10, artifact.InputContract!.Labels.Length);
        Assert.NotEmpty(artifact.ActivationScales);
    }

    private void AssertIsReportOfCompress(JsonElement report, string model)
    {
        Assert.Equal(model, report.GetProperty("model").GetString());
        Assert.Equal(new FileInfo(_folder.File("c.dcz")).Length, report.GetProperty("fileBytes").GetInt64());
        Assert.Equal(
            [("fc1", "retrained", false), ("fc2", "raw", true)],
            report.GetProperty("outcomes").EnumerateArray().Select(outcome =>
                (outcome.GetProperty("name").GetString(), outcome.GetProperty("method").GetString(), outcome.TryGetProperty("relativeError", out _))));
        Assert.Equal(2, report.GetProperty("layers").GetArrayLength());
    }

    [Fact]
    public async Task Interrupted_retraining_leaves_no_file()
    {
        string output = _folder.File("c.dcz");
        string model = Model();

        CommandRun run = await CommandRun.Deepc(
            new CancellationToken(canceled: true), "compress", model, "-o", output, "--data", LabelledImages(), "--retrain");

        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task The_input_contract_is_recorded_and_shown()
    {
        string output = _folder.File("c.dcz");
        string labels = _folder.File("labels.txt");
        await File.WriteAllLinesAsync(labels, Enumerable.Range(0, 10).Select(i => $"class {i}"));

        await CommandRun.Deepc("compress", Model(), "-o", output, "--keep", "all", "--scale", "1/256", "--offset", "-0.5", "--labels", labels);

        InputContract contract = ArtifactFile.Load(output).InputContract!;
        Assert.Equal((InputLayout.Flat, 1f / 256, -0.5f), (contract.Inputs[0].Layout, contract.Inputs[0].Scales[0], contract.Inputs[0].Offsets[0]));
        Assert.Equal("class 9", contract.Labels[9]);
        CommandRun inspection = (await CommandRun.Deepc("inspect", output)).AssertSucceeds();
        Assert.Contains("raw · 0.00390625 + -0.5", inspection.Output, StringComparison.Ordinal);
        Assert.Contains("class 3", inspection.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("needs --data", "--target-change", "5")]
    [InlineData("needs --data", "--target-error", "5")]
    [InlineData("needs --data", "--retrain")]
    [InlineData("needs --data", "--samples", "5")]
    [InlineData("--prune-epochs needs --retrain", "--prune-epochs", "5")]
    [InlineData("--trials needs --retrain", "--trials", "5", "--target-ratio", "4")]
    [InlineData("exclude each other", "--target-ratio", "5", "--target-change", "5", "--data", "x")]
    [InlineData("exclude each other", "--retrain", "--target-change", "5", "--data", "x")]
    [InlineData("such as 0.5", "--scale", "1/0")]
    [InlineData("such as 0.5", "--offset", "a,b")]
    public async Task Options_that_make_no_sense_are_wrong_usage(string problem, params string[] options)
    {
        (await CommandRun.Deepc(["compress", "model.onnx", .. options])).AssertFails(ExitCodes.Usage, problem);
    }

    [Fact]
    public async Task Channels_that_the_input_does_not_have_are_wrong_usage()
    {
        (await CommandRun.Deepc("compress", Model(), "-o", _folder.File("x.dcz"), "--layout", "channels-last")).AssertFails(ExitCodes.Usage, "784", "no channels");
        (await CommandRun.Deepc("compress", Model(), "-o", _folder.File("x.dcz"), "--scale", "1,2,3")).AssertFails(ExitCodes.Usage, "not 3");
    }

    [Theory]
    [InlineData("belong together", "--mean", "0.5")]
    [InlineData("belong together", "--std", "0.5")]
    [InlineData("give either", "--mean", "0.5", "--std", "0.5", "--scale", "1")]
    [InlineData("give either", "--std", "0.5", "--offset", "1")]
    [InlineData("above 0", "--mean", "0.5", "--std", "0")]
    [InlineData("too small", "--mean", "0.5", "--std", "1e-45")]
    [InlineData("not 2", "--mean", "0.5,0.5", "--std", "1")]
    [InlineData("such as 0.5", "--mean", "half", "--std", "1")]
    public async Task Means_and_deviations_that_cannot_be_are_wrong_usage(string problem, params string[] options)
    {
        (await CommandRun.Deepc(["compress", Model(), "-o", _folder.File("x.dcz"), .. options])).AssertFails(ExitCodes.Usage, problem);
    }

    [Fact]
    public async Task Retraining_without_labels_is_refused()
    {
        (await CommandRun.Deepc("compress", Model(), "-o", _folder.File("x.dcz"), "--data", Samples(count: 20), "--retrain"))
            .AssertFails(ExitCodes.Failure, "samples.npy", "labels: there are none");
    }

    private async Task<double> Error(string images) =>
        Json(await CommandRun.Deepc("evaluate", _folder.File("c.dcz"), "--data", images, "--json")).GetProperty("errorPercent").GetDouble();

    private static JsonElement Json(CommandRun run)
    {
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private string Model()
    {
        string model = _folder.File("model.onnx");
        File.WriteAllBytes(model, SmallModel.Onnx);
        return model;
    }

    /// <summary>Images without labels.</summary>
    private string Samples(int count) => Write("samples.npy", [count, 28, 28], DrawnDigits.Create(count, 1, 1).Train.Pixels);

    /// <summary>Images with labels, as arrays.</summary>
    private string LabelledImages()
    {
        DatasetSplits digits = SmallModel.Digits;
        string folder = Directory.CreateDirectory(_folder.File("digits")).FullName;
        foreach ((string name, Dataset set) in new[] { ("train", digits.Train), ("test", digits.Test) })
        {
            Write($"digits/x_{name}.npy", [set.Count, 28, 28], set.Pixels);
            Write($"digits/y_{name}.npy", [set.Count], [.. set.Labels.ToArray().Select(label => (byte)label)]);
        }

        return folder;
    }

    private string Write(string name, int[] shape, ReadOnlySpan<byte> values)
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}\n");
        string path = _folder.File(name);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header, .. values]);
        return path;
    }
}
