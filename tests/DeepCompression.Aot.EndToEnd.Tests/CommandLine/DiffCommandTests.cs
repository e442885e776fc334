using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Tests.CommandLine;

public sealed class DiffCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_layer_says_which_weights_were_removed_added_and_changed()
    {
        string before = Write("before.dcz", "one", [0, 1, 2, 0, 0, 4]);
        string after = Write("after.dcz", "two", [0, 1, 0, 2, 1, 1]);

        using JsonDocument json = JsonDocument.Parse((await CommandRun.Deepc("diff", before, after, "--json")).AssertSucceeds().Output);

        JsonElement root = json.RootElement;
        Assert.False(root.GetProperty("identical").GetBoolean());
        Assert.True(root.GetProperty("sameGraph").GetBoolean());
        Assert.Equal(new FileInfo(after).Length, root.GetProperty("after").GetProperty("fileBytes").GetInt64());
        JsonElement layer = Assert.Single(root.GetProperty("layers").EnumerateArray());
        Assert.Equal("fc1", layer.GetProperty("name").GetString());
        Assert.Equal((3, 4), (Kept("before"), Kept("after")));
        JsonElement weights = layer.GetProperty("weights");
        Assert.Equal(1, weights.GetProperty("removed").GetInt64());
        Assert.Equal(2, weights.GetProperty("added").GetInt64());
        Assert.Equal(1, weights.GetProperty("changed").GetInt64());
        Assert.Equal(3, weights.GetProperty("largestChange").GetDouble());
        JsonElement entry = Assert.Single(root.GetProperty("provenance").EnumerateArray());
        Assert.Equal(("data", "one", "two"), (Text("key"), Text("before"), Text("after")));

        int Kept(string side) => layer.GetProperty(side).GetProperty("kept").GetInt32();
        string? Text(string name) => entry.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Networks_of_other_shapes_are_compared_as_far_as_they_go()
    {
        string before = SampleArtifact.Write(_folder.FullPath, "lenet-300-100");
        string after = SampleArtifact.Write(_folder.FullPath, "lenet-5");

        string text = (await CommandRun.Deepc("diff", before, after)).AssertSucceeds().Output;

        Assert.Contains("The graphs differ", text, StringComparison.Ordinal);
        Assert.Contains(Lines(text), line => line.StartsWith("fc3 ", StringComparison.Ordinal) && line.Contains("→ –", StringComparison.Ordinal));
        Assert.Contains(Lines(text), line => line.StartsWith("conv1 ", StringComparison.Ordinal) && line.Contains("– →", StringComparison.Ordinal));
        Assert.Contains(Lines(text), line => line.StartsWith("network ", StringComparison.Ordinal) && line.Contains("lenet-5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_and_its_copy_are_the_same()
    {
        string file = SampleArtifact.Write(_folder.FullPath, "lenet-300-100");
        string copy = Path.Combine(_folder.FullPath, "copy.dcz");
        File.Copy(file, copy);

        string text = (await CommandRun.Deepc("diff", file, copy)).AssertSucceeds().Output;

        Assert.Equal($"{file} and {copy} are the same, {new FileInfo(file).Length:N0} bytes", text.TrimEnd());
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        string file = SampleArtifact.Write(_folder.FullPath, "lenet-300-100");

        (await CommandRun.Deepc("diff", file, "no-such-file.dcz")).AssertFails(ExitCodes.Failure, "no-such-file.dcz", "no such file");
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim());

    /// <summary>A layer of 2 rows and 3 columns without a bias.</summary>
    private string Write(string name, string data, float[] weights)
    {
        Graph graph = new(new([new TensorShape(3)]), new([new TensorShape(2, 3)]), new([new LinearOperator(0, 0, null)]), new([1]));
        float[] centroids = [.. weights.Where(weight => weight != 0).Distinct().Order()];
        Tensor tensor = CodedTensorEncoder.Encode(
            new TensorShape(2, 3), [.. weights.Select(weight => Array.IndexOf(centroids, weight))], centroids, NumberFormat.Half);
        string path = Path.Combine(_folder.FullPath, name);
        File.WriteAllBytes(path, ArtifactWriter.Write(graph, [tensor], provenance: new([new("data", data)])));
        return path;
    }
}
