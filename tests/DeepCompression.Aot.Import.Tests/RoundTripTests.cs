using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>What this tool exports it imports again, bit for bit.</summary>
public class RoundTripTests
{
    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public void A_reference_network_comes_back_as_it_was(string name)
    {
        Graph graph = ReferenceNetworks.Find(name)!.Graph;
        Artifact original = ArtifactReader.Read(ArtifactWriter.Write(graph, [.. graph.Parameters.Select((shape, number) => Pruned(shape, number))]));

        AssertSame(original);
    }

    [Fact]
    public void Every_golden_artifact_that_can_be_exported_comes_back_with_the_same_outputs()
    {
        string[] files = [.. Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*.dcz").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        Assert.All(files, file => AssertSame(ArtifactReader.Read(File.ReadAllBytes(file))));
    }

    private static void AssertSame(Artifact original)
    {
        using var folder = new TemporaryFolder();
        Artifact imported = Imported.Artifact(folder.Write("model.onnx", OnnxExporter.Export(original, "test")));

        Assert.Equal(Weights(original), Weights(imported));
        float[][] inputs = [.. original.Graph.Inputs.Select((shape, number) => Numbers((int)shape.ElementCount, number))];
        Assert.Equal(new ReferenceInterpreter(original).Run(inputs), new ReferenceInterpreter(imported).Run(inputs));
    }

    /// <summary>All weights of layers; a bias of zeros may be left out, and constants may come from what an operator knows.</summary>
    private static float[][] Weights(Artifact artifact)
    {
        HashSet<int> constants = [.. artifact.Graph.Operators.OfType<ConstantOperator>().Select(constant => constant.Tensor)];
        return [.. artifact.Tensors.Where((tensor, number) => tensor.Shape.Rank > 1 && !constants.Contains(number)).Select(tensor => tensor.ToDense())];
    }

    private static Tensor Pruned(TensorShape shape, int seed)
    {
        float[] values = Numbers((int)shape.ElementCount, seed);
        return shape.Rank == 1
            ? RawTensorEncoder.Encode(shape, values, NumberFormat.Single)
            : CodedTensorEncoder.Encode(shape, [.. values.Select(value => value > 0.8f ? (int)(value * 1000) % 7 : -1)], [-0.3f, -0.2f, -0.1f, 0.1f, 0.2f, 0.3f, 0.4f], NumberFormat.Single);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
