using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Trainer.StateDictionaries;

namespace DeepCompression.Aot.Tests.CommandLine;

public class ExportCommandTests
{
    [Fact]
    public async Task Json_names_every_file_that_was_written_and_its_length()
    {
        using var folder = new TemporaryFolder();
        string onnx = folder.File("net.onnx");
        string source = folder.File("net.c");

        CommandRun run = (await CommandRun.Deepc(
            "export", SampleArtifact.Write(folder.FullPath, "lenet-300-100"), "--onnx", onnx, "--c-reference", source, "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [("onnx", onnx, new FileInfo(onnx).Length), ("c", source, new FileInfo(source).Length), ("header", folder.File("net.h"), new FileInfo(folder.File("net.h")).Length)],
            json.RootElement.GetProperty("written").EnumerateArray().Select(
                file => (file.GetProperty("kind").GetString()!, file.GetProperty("file").GetString()!, file.GetProperty("bytes").GetInt64())));
    }

    [Fact]
    public async Task The_model_is_written_and_reads_back()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("lenet-5.onnx");

        CommandRun run = await CommandRun.Deepc("export", SampleArtifact.Write(folder.FullPath, "lenet-5"), "--onnx", output);

        run.AssertSucceeds();
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(output));
        Assert.Equal("lenet-5", model.Graph.Name);
        Assert.Equal(["Conv", "Relu", "MaxPool", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm"], model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public async Task A_state_dictionary_holds_the_decoded_weights_by_name_and_training_begins_with_it()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("lenet-300-100.safetensors");
        string artifact = SampleArtifact.Write(folder.FullPath, "lenet-300-100");
        NetworkDefinition network = ReferenceNetworks.Find("lenet-300-100")!;

        (await CommandRun.Deepc("export", artifact, "--safetensors", weights)).AssertSucceeds();

        float[][] read = SafetensorsFile.Read(weights, network.ParameterNames, network.Graph.Parameters);
        Assert.Equal(ArtifactReader.Read(await File.ReadAllBytesAsync(artifact)).Tensors.Select(tensor => tensor.ToDense()), read);

        // The dense network is that of the file, not trained on.
        string images = TrainingImages.Write(folder);
        CommandRun run = await CommandRun.Deepc(
            "train", "lenet-300-100", "--data", images, "--from", weights, "--output", folder.File("net.dcz"), "--json", "--rounds", "1", "--prune-epochs", "0",
            "--retrain-epochs", "0", "--freeze-epochs", "0", "--share-epochs", "0", "--copies", "0", "--teacher", "none", "--densities", "0.1", "--threads", "1");
        CommandRun evaluated = await CommandRun.Deepc("evaluate", artifact, "--data", images, "--json");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(Number(evaluated, "errorPercent"), Number(run, "denseErrorPercent"), 1e-9);
    }

    private static double Number(CommandRun run, string name)
    {
        using JsonDocument json = JsonDocument.Parse(run.Output);
        return json.RootElement.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task Weights_of_another_network_are_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("lenet-5.safetensors");
        (await CommandRun.Deepc("export", SampleArtifact.Write(folder.FullPath, "lenet-5"), "--safetensors", weights)).AssertSucceeds();

        (await CommandRun.Deepc("train", "lenet-300-100", "--from", weights)).AssertFails(ExitCodes.Failure, "lacks 'fc3.weight'");
    }

    [Fact]
    public async Task Without_an_output_the_usage_is_wrong()
    {
        (await CommandRun.Deepc("export", "x.dcz")).AssertFails(ExitCodes.Usage, "--onnx", "deepc export --help");
    }

    [Fact]
    public async Task Dense_c_of_bytes_has_bytes_for_weights_and_the_exponent_of_its_input()
    {
        using var folder = new TemporaryFolder();
        string source = folder.File("digits.c");

        (await CommandRun.Deepc("export", SampleArtifact.Write(folder.FullPath, "lenet-5"), "--c-reference", source, "--int8")).AssertSucceeds();

        string code = await File.ReadAllTextAsync(source);
        Assert.Contains("static const signed char p0[500] = {", code, StringComparison.Ordinal);
        Assert.DoesNotContain("float", code, StringComparison.Ordinal);

        // Inputs from 0 to 1 fill a byte's seven bits.
        Assert.Contains("#define DIGITS_INPUT_EXPONENT 7\n", await File.ReadAllTextAsync(folder.File("digits.h")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp", "no input contract")]
    [InlineData("residual", "whose last layer is linear")]
    public async Task What_dense_c_of_bytes_cannot_be_written_of_is_said(string golden, string reason)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("model.dcz", GoldenCase.Load(golden).Artifact);

        (await CommandRun.Deepc("export", file, "--c-reference", folder.File("model.c"), "--int8")).AssertFails(ExitCodes.Failure, reason);
    }

    [Fact]
    public async Task Bytes_without_a_c_file_are_wrong_usage() =>
        (await CommandRun.Deepc("export", "x.dcz", "--onnx", "x.onnx", "--int8")).AssertFails(ExitCodes.Usage, "--c-reference");

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, "lenet-300-100");
        string inside = Path.Combine(file, "model.onnx");

        (await CommandRun.Deepc("export", file, "--onnx", inside)).AssertFails(ExitCodes.Failure, inside, "cannot be written");
    }

    [Fact]
    public async Task Nothing_is_left_when_interrupted()
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, "lenet-300-100");

        CommandRun run = await CommandRun.Deepc(new CancellationToken(canceled: true), "export", file, "--onnx", folder.File("model.onnx"));

        run.AssertFails(ExitCodes.Interrupted, "interrupted");
        Assert.Equal([file], Directory.GetFiles(folder.FullPath));
    }
}
