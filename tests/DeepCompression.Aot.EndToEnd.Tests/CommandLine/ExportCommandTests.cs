using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Onnx;

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
