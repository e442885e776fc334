using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Tests.CommandLine;

public sealed class CompressCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pruned_network_is_recognised_and_comes_back_without_loss()
    {
        string model = await ExportedModel();
        string output = _folder.File("again.dcz");

        CommandRun run = (await CommandRun.Deepc("compress", model, "-o", output)).AssertSucceeds();

        Assert.Contains("fc1: its values as they are, coded", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 layers without loss", run.Output, StringComparison.Ordinal);
        Artifact original = ArtifactFile.Load(_folder.File("lenet-300-100.dcz"));
        Assert.Equal(original.Tensors.Select(tensor => tensor.ToDense()), ArtifactFile.Load(output).Tensors.Select(tensor => tensor.ToDense()));
    }

    [Fact]
    public async Task The_report_is_json_alone_on_standard_output()
    {
        string model = await ExportedModel();

        CommandRun run = await CommandRun.Deepc("compress", model, "-o", _folder.File("again.dcz"), "--density", "0.02", "--bits", "fc1=2", "--keep", "fc3", "--json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(new FileInfo(_folder.File("again.dcz")).Length, report.GetProperty("fileBytes").GetInt64());
        Assert.Equal(["shared", "shared", "lossless"], report.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("method").GetString()));
        Assert.Contains("fc1: weights changed by ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bits", "9", "a whole number from 1 to 8")]
    [InlineData("--bits", "fc1=0", "a whole number from 1 to 8")]
    [InlineData("--density", "0", "a fraction above 0")]
    [InlineData("--density", "=0.5", "a fraction above 0")]
    [InlineData("--dim", "N", "NAME=SIZE")]
    public async Task Values_that_cannot_be_meant_are_wrong_usage(string option, string value, string problem)
    {
        (await CommandRun.Deepc("compress", "model.onnx", option, value)).AssertFails(ExitCodes.Usage, problem, "deepc compress --help");
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_leaves_the_old_artifact_as_it_is()
    {
        string output = _folder.File("old.dcz");
        await File.WriteAllTextAsync(output, "old");
        string model = _folder.File("damaged.onnx");
        await File.WriteAllTextAsync(model, "no model");

        (await CommandRun.Deepc("compress", model, "-o", output)).AssertFails(ExitCodes.Failure, model, "no ONNX model");

        Assert.Equal("old", await File.ReadAllTextAsync(output));
        Assert.Equal([model, output], Directory.GetFiles(_folder.FullPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_layer_that_does_not_exist_is_named()
    {
        (await CommandRun.Deepc("compress", await ExportedModel(), "-o", _folder.File("x.dcz"), "--keep", "fc9"))
            .AssertFails(ExitCodes.Failure, "no layer 'fc9'", "fc1, fc2, fc3");
    }

    private async Task<string> ExportedModel()
    {
        string model = _folder.File("model.onnx");
        (await CommandRun.Deepc("export", SampleArtifact.Write(_folder.FullPath, "lenet-300-100"), "--onnx", model)).AssertSucceeds();
        return model;
    }
}
