using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data.Images;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Data.Images;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>A network for coloured images that is retrained and evaluated on folders of image files.</summary>
public sealed class ImageFolderTests : IDisposable
{
    private static readonly string[] Brief =
    [
        "--retrain", "--density", "0.5", "--bits", "4", "--rounds", "1", "--prune-epochs", "0", "--retrain-epochs", "2", "--freeze-epochs", "0",
        "--share-epochs", "1", "--batch", "8", "--threads", "1",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_network_is_retrained_on_images_that_are_read_while_it_trains()
    {
        WriteImages();

        CommandRun run = await CommandRun.Deepc(["compress", Model(), "-o", _folder.File("c.dcz"), "--data", _folder.File("images"), .. Brief]);

        run.AssertSucceeds();
        Assert.Contains("means and standard deviations of ImageNet", run.Output, StringComparison.Ordinal);
        Assert.Matches("prune 2/2: .* images/s, [0-9]+ % of the time waiting for images", run.Output);
        Artifact artifact = ArtifactFile.Load(_folder.File("c.dcz"));
        Assert.Equal(["blue", "green", "red"], artifact.InputContract!.Labels);
        InputNormalisation input = artifact.InputContract.Inputs[0];
        Assert.Equal([1 / (255 * 0.229f), 1 / (255 * 0.224f), 1 / (255 * 0.225f)], input.Scales, (a, b) => Math.Abs(a - b) < 1e-8f);
        Assert.Equal([-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f], input.Offsets, (a, b) => Math.Abs(a - b) < 1e-6f);

        CommandRun evaluation = await CommandRun.Deepc("evaluate", _folder.File("c.dcz"), "--data", _folder.File("images"), "--json");
        using JsonDocument json = JsonDocument.Parse(evaluation.AssertSucceeds().Output);
        Assert.Equal(60, json.RootElement.GetProperty("images").GetInt32());
    }

    [Fact]
    public async Task What_is_in_memory_gives_the_same_artifact_each_time_and_another_than_what_varies()
    {
        WriteImages();
        string model = Model();

        byte[] varied = await Retrain("a.dcz");
        Assert.Equal(varied, await Retrain("b.dcz"));
        Assert.NotEqual(varied, await Retrain("c.dcz", "--crop", "centre", "--flip", "off"));

        async Task<byte[]> Retrain(string output, params string[] options)
        {
            (await CommandRun.Deepc(["compress", model, "-o", _folder.File(output), "--data", _folder.File("images"), .. Brief, .. options])).AssertSucceeds();
            return await File.ReadAllBytesAsync(_folder.File(output));
        }
    }

    [Fact]
    public async Task A_damaged_image_ends_the_run_with_its_name_or_is_left_out_on_request()
    {
        WriteImages();
        string damaged = _folder.File("images/red/0.bmp");
        await File.WriteAllTextAsync(damaged, "no image");
        string[] common = ["compress", Model(), "-o", _folder.File("c.dcz"), "--data", _folder.File("images"), .. Brief];

        CommandRun failed = await CommandRun.Deepc(common);
        Assert.Equal(ExitCodes.Failure, failed.ExitCode);
        Assert.Contains($"{damaged}: image: it cannot be decoded", failed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("c.dcz")));

        CommandRun run = await CommandRun.Deepc([.. common, "--skip-damaged"]);
        Assert.Contains($"left out: {damaged}", run.AssertSucceeds().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225")]
    [InlineData(true, true, "--layout", "channels-first")]
    [InlineData(false, true, "--offset", "0")]
    [InlineData(false, false, "--scale", "1/255")]
    public async Task What_is_said_of_raw_bytes_replaces_the_normalisation_of_ImageNet_and_what_is_assumed_is_told(bool isThatOfImageNet, bool isTold, params string[] options)
    {
        WriteImages();

        CommandRun run = await CommandRun.Deepc(["compress", Model(), "-o", _folder.File("c.dcz"), "--data", _folder.File("images"), .. options]);

        string[] notices = [.. run.AssertSucceeds().Output.Split('\n').Where(line => line.StartsWith("raw bytes are", StringComparison.Ordinal))];
        Assert.Equal(isTold ? 1 : 0, notices.Length);
        Assert.All(notices, line => Assert.Contains(isThatOfImageNet ? "ImageNet" : "divided by 255", line, StringComparison.Ordinal));
        InputNormalisation input = ArtifactFile.Load(_folder.File("c.dcz")).InputContract!.Inputs[0];
        Assert.Equal(isThatOfImageNet ? PhotographNormalisation.ImageNet : InputNormalisation.UnitRange(InputLayout.ChannelsFirst), input);
    }

    [Fact]
    public async Task Data_that_are_no_image_files_do_not_vary()
    {
        (await CommandRun.Deepc("train", "lenet-5", "--flip", "on", "-o", _folder.File("c.dcz")))
            .AssertFails(ExitCodes.Usage, "--crop and --flip are for folders of image files");
        (await CommandRun.Deepc("compress", Model(), "--data", _folder.FullPath, "--crop", "random")).AssertFails(ExitCodes.Usage, "--crop needs --retrain");
    }

    /// <summary>Sixty images of three colours, brighter towards a corner, larger than the network takes.</summary>
    private void WriteImages()
    {
        string[] names = ["blue", "green", "red"];
        for (int i = 0; i < 60; i++)
        {
            int kind = i % 3;
            string path = _folder.File($"images/{names[kind]}/{i}.bmp");
            Bitmaps.Write(path, 24, 20, (x, y) => (Shade(2, x, y), Shade(1, x, y), Shade(0, x, y)));

            byte Shade(int of, int x, int y) => (byte)((of == kind ? 120 : 20) + (4 * x) + (i * y / 60));
        }
    }

    private string Model()
    {
        var builder = new GraphBuilder();
        int maps = builder.MaxPool(builder.Relu(builder.Convolution(builder.Input(3, 12, 12), 3, 6, new SlidingWindow(3), "conv")), new SlidingWindow(2, stride: 2));
        Graph graph = builder.Build(builder.Linear(builder.Flatten(maps), 6 * 5 * 5, 3, "fc"));
        var random = new Random(5);
        Tensor[] tensors = [.. graph.Parameters.Select(shape => RawTensorEncoder.Encode(
            shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (random.NextSingle() - 0.5f) / 2)], NumberFormat.Single))];
        string path = _folder.File("colours.onnx");
        File.WriteAllBytes(path, OnnxExporter.Export(ArtifactReader.Read(ArtifactWriter.Write(graph, tensors)), "colours"));
        return path;
    }
}
