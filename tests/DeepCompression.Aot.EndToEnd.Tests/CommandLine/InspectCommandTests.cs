using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class InspectCommandTests
{
    [Fact]
    public async Task Json_has_its_stable_names_and_true_sizes()
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, "lenet-300-100");

        CommandRun run = (await CommandRun.Deepc("inspect", file, "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["file", "formatVersion", "checksum", "fileBytes", "denseBytes", "ratio", "weights", "kept", "inputs", "outputs",
                "outputValues", "inputContract", "provenance", "layers", "operators"],
            root.EnumerateObject().Select(property => property.Name));
        long fileBytes = new FileInfo(file).Length;
        Assert.Equal(fileBytes, root.GetProperty("fileBytes").GetInt64());
        Assert.Equal(266_610 * 4, root.GetProperty("denseBytes").GetInt64());
        Assert.Equal(266_610 * 4.0 / fileBytes, root.GetProperty("ratio").GetDouble(), 1e-9);
        Assert.Equal(["fc1", "fc2", "fc3"], root.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Each_layer_in_json_says_what_its_bytes_are_made_of()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = await CommandRun.Deepc("inspect", SampleArtifact.Write(folder.FullPath, "lenet-5"), "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement layer = json.RootElement.GetProperty("layers")[0];
        Assert.Equal(
            ["name", "shape", "weights", "biases", "kept", "density", "fillers", "centroids", "valueBits", "codedValueBits", "gapBits",
                "codedGapBits", "valueEntropy", "gapEntropy", "denseBytes", "quantisedBytes", "codedBytes", "codebookBytes", "tableBytes", "streamBytes", "biasBytes",
                "quantisedRatio", "ratio", "share"],
            layer.EnumerateObject().Select(property => property.Name));
        Assert.Equal("conv1", layer.GetProperty("name").GetString());
        Assert.Equal(500, layer.GetProperty("weights").GetInt64());
        JsonElement op = json.RootElement.GetProperty("operators")[0];
        Assert.Equal("convolution", op.GetProperty("kind").GetString());
        Assert.Equal([20, 24, 24], op.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(5, op.GetProperty("window").GetProperty("height").GetInt32());
    }

    [Fact]
    public async Task Text_shows_card_layers_and_graph_without_escape_codes()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = (await CommandRun.Deepc("inspect", SampleArtifact.Write(folder.FullPath, "lenet-5"))).AssertSucceeds();

        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("checksum ok", run.Output, StringComparison.Ordinal);
        Assert.Contains("none [/]", run.Output, StringComparison.Ordinal);
        Assert.Contains("raw · 0.003921569 + 0", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Output.Split('\n'), line => line.TrimStart().StartsWith("conv2", StringComparison.Ordinal) && line.Contains("25,000", StringComparison.Ordinal));
        Assert.Contains(run.Output.Split('\n'), line => line.Contains("maxPool", StringComparison.Ordinal) && line.Contains("20×12×12", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        CommandRun run = await CommandRun.Deepc("inspect", "no-such-file.dcz");

        run.AssertFails(ExitCodes.Failure, "no-such-file.dcz", "no such file");
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_the_check_it_failed()
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, "lenet-300-100");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^100] ^= 1;
        File.WriteAllBytes(file, bytes);

        (await CommandRun.Deepc("inspect", file)).AssertFails(ExitCodes.Failure, file, "checksum");
    }
}
