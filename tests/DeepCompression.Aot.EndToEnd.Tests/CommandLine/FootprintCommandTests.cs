using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Verification.Footprints;

namespace DeepCompression.Aot.Tests.CommandLine;

public class FootprintCommandTests
{
    private static string Lenet => Repository.File("samples", "Digits", "lenet-300-100.dcz");

    /// <summary>The golden networks of one operator that the platform has, and of several.</summary>
    public static TheoryData<string> SupportedNetworks =>
        ["average-pool", "cnn", "convolution", "convolution-grouped", "convolution-depthwise-raw", "fixed-dense", "max-pool", "mlp", "residual", "residual-convolution", "two-inputs-two-outputs"];

    [Fact]
    public async Task Json_has_its_stable_names_and_sums_that_add_up()
    {
        CommandRun run = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m4f", "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(["file", "mcu", "arithmetic", "flash", "ram", "layers"], root.EnumerateObject().Select(property => property.Name));
        JsonElement flash = root.GetProperty("flash");
        Assert.Equal(["weights", "tables", "code", "sharedCode", "total"], flash.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Number(flash, "total"), Number(flash, "weights") + Number(flash, "tables") + Number(flash, "code"));
        Assert.Equal(Number(flash, "code"), Number(flash, "sharedCode") + root.GetProperty("layers").EnumerateArray().Sum(layer => Number(layer, "code")));
        JsonElement ram = root.GetProperty("ram");
        Assert.Equal(["workspace", "inputs", "outputs", "stack", "total"], ram.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Number(ram, "total"), Number(ram, "workspace") + Number(ram, "inputs") + Number(ram, "outputs") + Number(ram, "stack"));
        Assert.Equal((784 * sizeof(float), 10 * sizeof(float)), (Number(ram, "inputs"), Number(ram, "outputs")));
    }

    [Fact]
    public async Task Weights_are_no_smaller_than_the_coded_streams_and_no_larger_than_the_artifact()
    {
        CommandRun run = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m7", "--json")).AssertSucceeds();

        byte[] bytes = await File.ReadAllBytesAsync(Lenet);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        int streams = ArtifactReader.Read(bytes).Tensors.OfType<CodedTensor>().Where(tensor => tensor.Shape.Rank > 1).Sum(tensor => tensor.Stream.Length);
        Assert.InRange(Number(json.RootElement.GetProperty("flash"), "weights"), streams, bytes.Length + 1024);
    }

    [Fact]
    public async Task Integers_take_a_quarter_of_the_input()
    {
        CommandRun run = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m3", "--arithmetic", "int8", "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(784, Number(json.RootElement.GetProperty("ram"), "inputs"));
    }

    [Fact]
    public async Task Weights_that_are_ready_to_run_take_more_flash()
    {
        CommandRun packed = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m7", "--memory", "packed", "--json")).AssertSucceeds();
        CommandRun ready = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m7", "--memory", "readonly", "--json")).AssertSucceeds();

        using JsonDocument little = JsonDocument.Parse(packed.Output);
        using JsonDocument much = JsonDocument.Parse(ready.Output);
        Assert.True(Number(much.RootElement.GetProperty("flash"), "weights") > Number(little.RootElement.GetProperty("flash"), "weights"));
    }

    [Fact]
    public async Task Text_names_the_layers_and_says_in_a_line_what_it_takes()
    {
        CommandRun run = (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m7")).AssertSucceeds();

        Assert.All((string[])["Fc1", "Fc2", "Fc3"], layer => Assert.Contains(run.Output.Split('\n'), line => line.TrimStart().StartsWith(layer, StringComparison.Ordinal)));
        Assert.Contains(" runs on cortex-m7 with float32: ", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A kernel that the generator calls and that has no size would be an error.</summary>
    [Theory]
    [MemberData(nameof(SupportedNetworks))]
    public void Every_kernel_has_a_size(string golden)
    {
        Footprint footprint = FootprintReader.Read(golden + ".dcz", GoldenCase.Load(golden).Artifact, "float32");

        Assert.All(footprint.Layers, layer => Assert.InRange(layer.Code, 1, int.MaxValue));
    }

    [Fact]
    public async Task Floats_on_a_core_without_them_are_refused() =>
        (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m3")).AssertFails(ExitCodes.Failure, "does not run on cortex-m3", "no floating point", "--arithmetic int8");

    [Fact]
    public async Task An_operator_without_code_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("gru.dcz", GoldenCase.Load("lrn-even-vector").Artifact);

        (await CommandRun.Deepc("footprint", file, "--mcu", "cortex-m7")).AssertFails(
            ExitCodes.Failure, file, "does not run on cortex-m7", "has no code for the operator LocalResponseNormalization");
    }

    [Fact]
    public async Task A_core_that_is_not_known_is_an_error_that_names_those_that_are() =>
        (await CommandRun.Deepc("footprint", Lenet, "--mcu", "cortex-m99")).AssertFails(ExitCodes.Usage, "cortex-m99", "cortex-m7", "cortex-m4f", "cortex-m3");

    [Fact]
    public async Task Without_a_core_the_usage_is_wrong() =>
        (await CommandRun.Deepc("footprint", Lenet)).AssertFails(ExitCodes.Usage, "--mcu", "deepc footprint --help");

    [Fact]
    public async Task A_file_that_is_missing_is_named() =>
        (await CommandRun.Deepc("footprint", "absent.dcz", "--mcu", "cortex-m7")).AssertFails(ExitCodes.Failure, "absent.dcz", "no such file");

    [Fact]
    public async Task A_damaged_file_is_not_read()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = await File.ReadAllBytesAsync(Lenet);
        bytes[bytes.Length / 2] ^= 1;

        (await CommandRun.Deepc("footprint", folder.Write("damaged.dcz", bytes), "--mcu", "cortex-m7")).AssertFails(ExitCodes.Failure, "damaged.dcz", "checksum");
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
