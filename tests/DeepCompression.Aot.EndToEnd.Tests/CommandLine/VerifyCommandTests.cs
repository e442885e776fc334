using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Tests.CommandLine.Onnx;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary><c>deepc verify</c> beside ONNX Runtime; beside recorded tensors it is tested with <c>conformance</c>.</summary>
public class VerifyCommandTests
{
    private static readonly string Artifact = Repository.File("tests", "golden", "valid", "two-inputs-two-outputs.dcz");

    [OnnxRuntimeFact]
    public async Task An_artifact_is_compared_with_its_own_export_over_drawn_inputs()
    {
        CommandRun run = (await CommandRun.Deepc("verify", Artifact, "--inputs", "3", "--json")).AssertSucceeds();

        AssertAgrees(run, "drawn 1", "drawn 1", "drawn 2", "drawn 2", "drawn 3", "drawn 3");
    }

    [OnnxRuntimeFact]
    public async Task A_model_without_recorded_tensors_is_compared_with_ONNX_Runtime()
    {
        using var folder = new TemporaryFolder();
        string model = folder.File("model.onnx");
        (await CommandRun.Deepc("export", Artifact, "--onnx", model)).AssertSucceeds();

        CommandRun run = await CommandRun.Deepc("verify", model);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("drawn 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("agrees with ONNX Runtime ", run.Output, StringComparison.Ordinal);
    }

    [OnnxRuntimeFact]
    public async Task Recorded_inputs_are_run_by_the_library_that_is_named()
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(Repository.Data, "onnx-node-tests/node-opset-latest/test_relu");
        Directory.CreateDirectory(folder.File("set"));
        if (!Directory.Exists(source))
        {
            return;
        }

        File.Copy(Path.Combine(source, "test_data_set_0", "input_0.pb"), folder.File("set", "input_0.pb"));

        CommandRun run = await CommandRun.Deepc(
            "verify", Path.Combine(source, "model.onnx"), "--data", folder.File("set"), "--onnx-runtime", OnnxRuntimeLibrary.File, "--json");

        AssertAgrees(run.AssertSucceeds(), "set");
    }

    [Fact]
    public async Task A_library_that_is_none_is_refused()
    {
        (await CommandRun.Deepc("verify", Artifact, "--onnx-runtime", "absent.so")).AssertFails(ExitCodes.Failure, "absent.so: there is no such library");
        (await CommandRun.Deepc("verify", Artifact, "--onnx-runtime", Artifact)).AssertFails(ExitCodes.Failure, Artifact, "no library");
    }

    [Fact]
    public async Task Inputs_are_drawn_or_recorded() =>
        (await CommandRun.Deepc("verify", Artifact, "--inputs", "3", "--data", "set")).AssertFails(ExitCodes.Usage, "--inputs", "--data");

    private static void AssertAgrees(CommandRun run, params string[] sets)
    {
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.StartsWith("ONNX Runtime 1.", json.RootElement.GetProperty("peer").GetString(), StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        JsonElement[] tensors = [.. json.RootElement.GetProperty("tensors").EnumerateArray()];
        Assert.Equal(sets, tensors.Select(tensor => tensor.GetProperty("dataSet").GetString()));
        Assert.All(tensors, tensor => Assert.InRange(tensor.GetProperty("relative").GetDouble(), 0, 1e-4));
        Assert.All(tensors, tensor => Assert.True(tensor.GetProperty("largest").GetDouble() > 0));
    }
}
