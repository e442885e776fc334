using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tasks;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using FsCheck.Fluent;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DeepCompression.Aot.Tests.Build;

public sealed class EncodeCompressedModelsTests : IDisposable
{
    private const string Project = "/somewhere/Consumer.csproj";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_text_is_the_first_line_and_then_the_artifact_in_base64() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            string artifact = _folder.Write("model.dcz", bytes);

            Assert.True(Encode(artifact, out string text));

            string[] lines = File.ReadAllText(text).Split('\n');
            Assert.Equal("DeepCompression.Aot artifact v1", lines[0]);
            Assert.Equal(bytes, Convert.FromBase64String(string.Concat(lines[1..])));
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        }).Require();

    [Theory]
    [InlineData(0)]
    [InlineData(89)]
    [InlineData(90)]
    [InlineData(91)]
    [InlineData(300_000)]
    public void Lengths_around_a_line_and_beyond_a_buffer_survive(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Assert.True(Encode(_folder.Write("model.dcz", bytes), out string text));

        Assert.Equal(bytes, Convert.FromBase64String(string.Concat(File.ReadAllLines(text).Skip(1))));
    }

    [Fact]
    public void A_text_of_an_earlier_build_is_replaced_and_nothing_is_left_beside_it()
    {
        Assert.True(Encode(_folder.Write("model.dcz", new byte[500]), out string text));
        Assert.True(Encode(_folder.Write("model.dcz", "new"u8), out _));

        Assert.Equal($"DeepCompression.Aot artifact v1\n{Convert.ToBase64String("new"u8)}\n", File.ReadAllText(text));
        Assert.Single(Directory.GetFiles(_folder.File("obj")));
    }

    [Fact]
    public void A_missing_artifact_is_an_error_at_the_project_that_names_item_and_path()
    {
        string missing = _folder.File("missing.dcz");

        Assert.False(Encode(missing, out string text));

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("DC0100", error.Code);
        Assert.Equal(Project, error.File);
        Assert.Contains($"'{missing}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("deepc train", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(text));
    }

    [Fact]
    public void An_artifact_above_the_limit_is_refused_before_it_fills_the_disk()
    {
        string huge = _folder.File("huge.dcz");
        using (FileStream file = File.Create(huge))
        {
            file.SetLength(EncodeCompressedModels.MaximumBytes + 1);
        }

        Assert.False(Encode(huge, out _));

        Assert.Equal("DC0101", Assert.Single(_engine.Errors).Code);
        Assert.Empty(Directory.GetFiles(_folder.File("obj")));
    }

    [Fact]
    public void The_weights_of_a_large_artifact_get_a_file_of_their_own_that_goes_when_it_shrinks_or_breaks()
    {
        byte[] large = LargeArtifact();
        string payload = _folder.File("obj", "model.dcz.weights");

        Assert.True(Encode(_folder.Write("model.dcz", large), out _));
        Assert.Equal("DCZW"u8.ToArray().Concat(large[^4..]), File.ReadAllBytes(payload)[..8]);
        Assert.True(File.ReadAllBytes(payload).Length > large.Length / 2);

        large[^1]++;
        Assert.True(Encode(_folder.Write("model.dcz", large), out _));
        Assert.False(File.Exists(payload));

        Assert.True(Encode(_folder.Write("model.dcz", LargeArtifact()), out _));
        Assert.True(Encode(_folder.Write("model.dcz", "small"u8), out _));
        Assert.False(File.Exists(payload));
    }

    [Fact]
    public void An_item_that_wants_its_weights_laid_out_has_them_so_in_their_file()
    {
        string artifact = _folder.Write("model.dcz", LargeArtifact());
        string payload = _folder.File("obj", "model.dcz.weights");
        Assert.True(Encode(artifact, out _));
        long packed = new FileInfo(payload).Length;

        Assert.True(Run(Item(artifact, memory: "readonly")));

        // A word for each of three quarters of a million weights, which take less than two bytes packed.
        Assert.InRange(new FileInfo(payload).Length, packed + 1_000_000, 4 * packed);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_not_a_crash()
    {
        string artifact = _folder.Write("model.dcz", "x"u8);
        _folder.Write("obj", "a file where the folder should be"u8);

        Assert.False(Encode(artifact, out _));

        Assert.Equal("DC0102", Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void Builds_at_the_same_time_write_the_same_files_without_an_error()
    {
        byte[] large = LargeArtifact();
        string artifact = _folder.Write("model.dcz", large);

        Parallel.For(0, 12, _ =>
        {
            var engine = new RecordingBuildEngine();
            bool isEncoded = new EncodeCompressedModels { BuildEngine = engine, Models = [Item(artifact)], ProjectFile = Project }.Execute();
            Assert.True(isEncoded, string.Join('\n', engine.Errors.Select(error => error.Message)));
        });

        Assert.Equal(large, Convert.FromBase64String(string.Concat(File.ReadAllLines(_folder.File("obj", "model.dcz.txt")).Skip(1))));
        Assert.Equal(2, Directory.GetFiles(_folder.File("obj")).Length);
    }

    [Fact]
    public void An_artifact_that_is_replaced_while_it_is_encoded_is_newer_than_its_text()
    {
        string artifact = _folder.Write("model.dcz", new byte[30_000_000]);
        File.SetLastWriteTimeUtc(artifact, DateTime.UtcNow.AddDays(-1));
        DateTime before = DateTime.UtcNow;

        Assert.True(Encode(artifact, out string text));

        // Half the time that encoding took: the text is from its beginning, not from its end.
        DateTime middle = before + ((DateTime.UtcNow - before) / 2);
        Assert.InRange(File.GetLastWriteTimeUtc(text), before.AddMilliseconds(-1), middle);
    }

    [Fact]
    public void One_bad_artifact_does_not_hide_another()
    {
        Assert.False(Run(Item("first.dcz"), Item("second.dcz")));

        Assert.Equal(2, _engine.Errors.Count);
    }

    private bool Encode(string artifact, out string text)
    {
        TaskItem item = Item(artifact);
        text = item.GetMetadata("EncodedFile");
        return Run(item);
    }

    private bool Run(params ITaskItem[] items) =>
        new EncodeCompressedModels { BuildEngine = _engine, Models = items, ProjectFile = Project }.Execute();

    private TaskItem Item(string artifact, string memory = "")
    {
        var item = new TaskItem(artifact);
        item.SetMetadata("Memory", memory);
        item.SetMetadata("EncodedFile", _folder.File("obj", Path.GetFileName(artifact) + ".txt"));
        item.SetMetadata("PayloadFile", _folder.File("obj", Path.GetFileName(artifact) + ".weights"));
        return item;
    }

    /// <summary>A layer of a million and a half weights of eight bits each, hardly pruned.</summary>
    private static byte[] LargeArtifact()
    {
        var builder = new GraphBuilder();
        int[] assignment = [.. Enumerable.Range(0, 1500 * 1000).Select(i => (i * 7919L % 503) is var value and < 250 ? (int)value : -1)];
        float[] centroids = [.. Enumerable.Range(1, 250).Select(i => i / 256f)];
        Graph graph = builder.Build(builder.Linear(builder.Input(1000), 1000, 1500, "fc"));
        return ArtifactWriter.Write(
            graph,
            [
                CodedTensorEncoder.Encode(graph.Parameters[0], assignment, centroids, NumberFormat.Half, CodingScheme.Fixed, gapBits: 8),
                RawTensorEncoder.Encode(graph.Parameters[1], new float[1500], NumberFormat.Single),
            ]);
    }
}
