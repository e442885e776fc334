using System.Reflection;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>From the options that say what raw bytes mean to the generated class that takes them.</summary>
public sealed class RawBytesTests : IDisposable
{
    private const int Channels = 3;
    private const int Height = 6;
    private const int Width = 5;
    private const int Classes = 4;

    private readonly TemporaryFolder _folder = new();

    private delegate void RunRaw(ReadOnlySpan<byte> raw, Span<float> output);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_scale_serves_all_channels() =>
        await AssertApplied(["--scale", "1/255", "--offset", "-0.5"], (raw, _) => (raw * (1f / 255)) + -0.5f);

    [Fact]
    public async Task Each_channel_has_its_own_plane()
    {
        (float Scale, float Offset)[] channels = [(1f / 255, -0.5f), (0.0625f, 0), (0.5f, 1)];
        await AssertApplied(
            ["--scale", "1/255,0.0625,0.5", "--offset", "-0.5,0,1", "--layout", "channels-first"],
            (raw, i) => (raw * channels[i / (Height * Width)].Scale) + channels[i / (Height * Width)].Offset);
    }

    [Fact]
    public async Task Means_and_deviations_are_those_of_bytes_divided_by_255()
    {
        (float Mean, float Deviation)[] channels = [(0.5f, 0.25f), (0.1f, 0.2f), (0, 1)];
        await AssertApplied(
            ["--mean", "0.5,0.1,0", "--std", "1/4,0.2,1"],
            (raw, i) => ((raw / 255f) - channels[i / (Height * Width)].Mean) / channels[i / (Height * Width)].Deviation);
        await AssertApplied(["--mean", "0.5", "--std", "0.5"], (raw, _) => (raw / 127.5f) - 1);
    }

    /// <summary>The overload for bytes gives what the other gives for floats that were prepared by hand.</summary>
    private async Task AssertApplied(string[] options, Func<byte, int, float> prepare)
    {
        string artifact = _folder.File("raw.dcz");
        CommandRun compression = await CommandRun.Deepc(["compress", _folder.Write("model.onnx", Model()), "-o", artifact, "--keep", "all", .. options]);
        Assert.Equal(ExitCodes.Success, compression.ExitCode);
        GeneratedModel model = Assert.Single(GeneratedModels.Of([await File.ReadAllBytesAsync(artifact)]));
        RunRaw run = model.Call.Method.Module.GetType("Model0", throwOnError: true, ignoreCase: false)!
            .GetMethod("Run", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(ReadOnlySpan<byte>), typeof(Span<float>)])!
            .CreateDelegate<RunRaw>();
        byte[] raw = [.. Enumerable.Range(0, Channels * Height * Width).Select(i => (byte)(i * 37 % 256))];
        float[] prepared = [.. raw.Select(prepare)];
        var outputs = new float[Classes];
        run(raw, outputs);

        float[] expected = Assert.Single(model.Run([prepared], Classes));
        Assert.Equal(Classes, expected.Distinct().Count());

        // Multiplying and adding may round once or twice; each input counts with a weight of at most one, some thousand times.
        double tolerance = prepared.Max(Math.Abs) * 1e-4;
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    /// <summary>A convolution over the channels and a layer over all its planes, with weights of no pattern.</summary>
    private static byte[] Model()
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(Channels, Height, Width), Channels, 2, new SlidingWindow(3), "conv");
        int planes = 2 * (Height - 2) * (Width - 2);
        Graph graph = builder.Build(builder.Linear(builder.Flatten(maps), planes, Classes, "fc"));
        Tensor[] tensors = [.. graph.Parameters.Select((shape, number) => RawTensorEncoder.Encode(shape, Draw((ulong)number, (int)shape.ElementCount), NumberFormat.Single))];
        return OnnxExporter.Export(ArtifactReader.Read(ArtifactWriter.Write(graph, tensors)), "raw");
    }

    private static float[] Draw(ulong seed, int count)
    {
        var random = new SplitMix64(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.Between(-1, 1);
        }

        return values;
    }
}
