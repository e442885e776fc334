using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>An untrained artifact of a reference network: random weights, a tenth of them kept, seven shared values a layer.</summary>
internal static class SampleArtifact
{
    public static byte[] Create(string network)
    {
        NetworkDefinition definition = ReferenceNetworks.Find(network)!;
        var random = new Random(7);
        var inputs = new InputNormalisation(InputLayout.Flat, new([1f / 255]), new([0f]));
        return ArtifactWriter.Write(
            definition.Graph,
            [.. definition.Graph.Parameters.Select(shape => shape.Rank > 1 ? (Tensor)Coded(shape, random) : Raw(shape, random))],
            inputContract: new InputContract(new([inputs]), new([.. Enumerable.Range(0, 10).Select(label => $"{label}")])),
            provenance: new([new("data", "none [/]"), new("network", network)]));
    }

    /// <summary>Writes it into a folder and returns the path.</summary>
    public static string Write(string folder, string network)
    {
        string path = Path.Combine(folder, network + ".dcz");
        File.WriteAllBytes(path, Create(network));
        return path;
    }

    private static CodedTensor Coded(TensorShape shape, Random random)
    {
        float[] centroids = [-0.5f, -0.375f, -0.25f, 0.125f, 0.25f, 0.375f, 0.5f];
        int[] assignment = [.. Enumerable.Range(0, (int)shape.ElementCount)
            .Select(_ => random.Next(10) == 0 ? random.Next(centroids.Length) : -1)];
        return CodedTensorEncoder.Encode(shape, assignment, centroids, NumberFormat.Half);
    }

    private static RawTensor Raw(TensorShape shape, Random random) => RawTensorEncoder.Encode(
        shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (random.NextSingle() - 0.5f) / 4)], NumberFormat.Half);
}
