using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Synthesis;

/// <summary>
/// An artifact of a network that was never trained: random weights of the published densities and statistics. It shows what format,
/// build and inference cost at real size, and says nothing of accuracy; its provenance says so.
/// </summary>
internal static class SyntheticNetwork
{
    /// <summary>What the provenance names as the data.</summary>
    public const string Data = "synthetic: random weights, never trained";

    private const float BiasDeviation = 0.01f;

    /// <summary>Draws the weights; equal seeds give equal bytes.</summary>
    /// <param name="network">One of <see cref="LargeNetworks"/>.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="done">Is told the name of every layer as it is done.</param>
    /// <param name="cancellation">Ends the work between two layers.</param>
    public static byte[] Create(NetworkDefinition network, int seed, Action<string> done, CancellationToken cancellation = default)
    {
        var tensors = new Tensor[network.Graph.Parameters.Length];
        for (int number = 0; number < tensors.Length; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = SplitMix64.For((ulong)seed, (ulong)number);
            TensorShape shape = network.Graph.Parameters[number];
            string name = network.ParameterNames[number];
            if (shape.Rank == 1)
            {
                tensors[number] = Bias(random, shape);
                continue;
            }

            string layer = name[..name.LastIndexOf('.')];
            tensors[number] = Weight(random, shape, PublishedStatistics.Of(network.Name, layer));
            done(layer);
        }

        return ArtifactWriter.Write(
            network.Graph, tensors, new GraphNames(default, new([.. network.ParameterNames.Select((name, number) => new NumberedName(number, name))])),
            provenance: Provenance(network.Name, seed));
    }

    private static CodedTensor Weight(SplitMix64 random, TensorShape shape, LayerStatistics statistics)
    {
        var codebook = new SyntheticCodebook(ref random, statistics.IndexBits, statistics.CodedIndexBits);
        SyntheticMask mask = SyntheticMask.Create(ref random, shape, statistics);
        var assignment = new int[shape.ElementCount];
        int column = 0;
        for (int i = 0; i < assignment.Length; i++)
        {
            assignment[i] = mask.Draw(ref random, column) ? codebook.Draw(ref random) : -1;
            column = column + 1 == shape.RowLength ? 0 : column + 1;
        }

        // Behind a rectifier, activations keep their magnitude from layer to layer.
        double scale = Math.Sqrt(2 / (shape.RowLength * statistics.Density)) / codebook.RootMeanSquare;
        float[] centroids = [.. codebook.Centroids.Select(centroid => (float)(centroid * scale))];
        return CodedTensorEncoder.Encode(shape, assignment, centroids, NumberFormat.Half);
    }

    private static RawTensor Bias(SplitMix64 random, TensorShape shape)
    {
        var values = new float[shape.ElementCount];
        foreach (ref float value in values.AsSpan())
        {
            value = random.Normal(BiasDeviation);
        }

        return RawTensorEncoder.Encode(shape, values, NumberFormat.Half);
    }

    private static EquatableArray<ProvenanceEntry> Provenance(string network, int seed) => new([
        new("data", Data),
        new("recipe", $"{network}, {PublishedStatistics.Source(network)}"),
        new("seed", seed.ToString(CultureInfo.InvariantCulture)),
        new("deepc", typeof(SyntheticNetwork).Assembly.GetName().Version!.ToString(3)),
    ]);
}
