using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class ConformanceCommandTests
{
    private const string Data = "onnx-node-tests/node-opset-latest";

    [DataFact(Data)]
    public async Task Json_counts_tests_by_operator_and_says_why_one_is_unsupported()
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "test_relu", "test_tanh", "test_batchnorm_example_training_mode");

        CommandRun run = await CommandRun.Deepc("conformance", folder.FullPath, "--json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal((2, 1, 0), (root.GetProperty("passed").GetInt32(), root.GetProperty("unsupported").GetInt32(), root.GetProperty("failed").GetInt32()));
        Assert.Equal(["BatchNormalization", "Relu", "Tanh"], root.GetProperty("operators").EnumerateArray().Select(op => op.GetProperty("operator").GetString()));
        Assert.Contains("training mode", root.GetProperty("tests")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [DataFact(Data)]
    public async Task A_recorded_output_that_is_not_computed_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "test_relu", "test_abs");
        string set = Path.Combine(folder.FullPath, "test_relu", "test_data_set_0");
        File.Copy(Path.Combine(set, "input_0.pb"), Path.Combine(set, "output_0.pb"), overwrite: true);

        CommandRun run = await CommandRun.Deepc("conformance", folder.FullPath);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("failed test_relu: output 0, element ", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 tests: 1 passed, 0 unsupported, 1 failed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_tests_is_refused()
    {
        using var folder = new TemporaryFolder();

        (await CommandRun.Deepc("conformance", folder.FullPath)).AssertFails(ExitCodes.Failure, folder.FullPath, "no folder in it has a model.onnx");
    }

    [DataFact(Data)]
    public async Task Verify_compares_a_model_with_what_is_recorded_beside_it()
    {
        string model = Path.Combine(Repository.Data, Data, "test_gelu_default_1", "model.onnx");

        CommandRun run = (await CommandRun.Deepc("verify", model, "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        JsonElement tensor = Assert.Single(json.RootElement.GetProperty("tensors").EnumerateArray());
        Assert.Equal("test_data_set_0", tensor.GetProperty("dataSet").GetString());
        Assert.InRange(tensor.GetProperty("relative").GetDouble(), 0, 1e-5);
    }

    [DataFact(Data)]
    public async Task Verify_fails_where_an_output_is_further_off_than_allowed()
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "test_relu");
        string test = Path.Combine(folder.FullPath, "test_relu");
        string set = Path.Combine(test, "test_data_set_0");
        File.Copy(Path.Combine(set, "input_0.pb"), Path.Combine(set, "output_0.pb"), overwrite: true);

        CommandRun run = await CommandRun.Deepc("verify", Path.Combine(test, "model.onnx"), "--data", set);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("differs", run.Output, StringComparison.Ordinal);
    }

    private static void Copy(TemporaryFolder folder, params string[] tests)
    {
        foreach (string test in tests)
        {
            string source = Path.Combine(Repository.Data, Data, test);
            string target = Path.Combine(folder.FullPath, test);
            Directory.CreateDirectory(Path.Combine(target, "test_data_set_0"));
            foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
            {
                File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
            }
        }
    }
}
