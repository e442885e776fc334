using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>What an imported network's contract says of raw bytes, in the class that is generated for it.</summary>
public class InputContractTests
{
    private delegate void RunBytes(ReadOnlySpan<byte> raw, Span<float> output);

    /// <summary>The layout, the scales, the offsets, and the channel of each of the six elements.</summary>
    public static TheoryData<int, float[], float[], int[]> Contracts => new()
    {
        { (int)InputLayout.Flat, [0.5f], [-1], [0, 0, 0, 0, 0, 0] },
        { (int)InputLayout.ChannelsFirst, [1f / 256], [0], [0, 0, 0, 0, 0, 0] },
        { (int)InputLayout.ChannelsFirst, [0.5f, 0.25f, 2], [-1, 0, 3], [0, 0, 1, 1, 2, 2] },
        { (int)InputLayout.ChannelsLast, [0.5f, 0.25f], [-1, 4], [0, 1, 0, 1, 0, 1] },
    };

    [Theory]
    [MemberData(nameof(Contracts))]
    public void The_generated_class_applies_it(int layout, float[] scales, float[] offsets, int[] channels)
    {
        // The output is the input times 1 to 6 and summed, so that no element can stand for another.
        float[] weights = [1, 2, 3, 4, 5, 6];
        byte[] raw = [10, 20, 30, 40, 50, 255];
        using var folder = new TemporaryFolder();
        string model = new OnnxBuilder()
            .Input("x", 3, 1, 2).Floats("w", [6, 1], weights)
            .Node("Flatten", "x", "flat").Node("MatMul", "flat w", "y").Output("y").Save(folder);
        ImportedNetwork network = GraphImporter.Import(model, ImportOptions.Default);
        if (layout == (int)InputLayout.ChannelsLast)
        {
            // Three elements of two channels each, as such a model has its input.
            network = network with { Graph = network.Graph with { Inputs = new([new TensorShape(1, 3, 2)]) } };
        }

        var input = new InputNormalisation((InputLayout)layout, new(scales), new(offsets));
        byte[] artifact = DataFreeCompression.Write(
            network,
            DataFreeCompression.Encode(network, Imported.Exact),
            new ImportRecord("model.onnx", "test") { Contract = new InputContract(new([input]), new(["only"])) });
        var output = new float[1];

        GeneratedClasses.Of(artifact)[0].Method<RunBytes>("Run")(raw, output);

        double expected = raw.Select((value, i) => weights[i] * ((double)value * scales[channels[i]] + offsets[channels[i]])).Sum();
        Assert.Equal(expected, output[0], 1e-3);
    }
}
