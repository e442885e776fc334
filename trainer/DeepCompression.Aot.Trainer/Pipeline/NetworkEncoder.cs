using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Calibration;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Makes the artifact of a network whose weights are pruned and shared.</summary>
internal static class NetworkEncoder
{
    /// <summary>The stored form of each parameter, by number.</summary>
    /// <param name="session">The trained network.</param>
    /// <param name="clusters">The clusters of each weight parameter, by number; their shared values are those of the session.</param>
    /// <param name="recipe">How numbers are stored.</param>
    public static Tensor[] EncodeTensors(ITrainingSession session, IReadOnlyDictionary<int, Clustering> clusters, CompressionRecipe recipe)
    {
        IReadOnlySet<int>? exact = session.Network.Trained?.Exact;
        EquatableArray<TensorShape> shapes = session.Network.Graph.Parameters;
        var tensors = new Tensor[shapes.Length];
        for (int number = 0; number < tensors.Length; number++)
        {
            if (exact?.Contains(number) == true)
            {
                float[] weights = session.GetParameter(number).ToArray();
                tensors[number] = WeightEncoder.Encode(shapes[number], weights, weights, LayerRecipe.MaxCodebookBits, keep: true).Tensor;
                continue;
            }

            // A bias with shared values is a vector of few distinct numbers, for which the encoder has better than indices.
            tensors[number] = shapes[number].Rank > 1 && clusters.TryGetValue(number, out Clustering? clustering)
                ? CodedTensorEncoder.Encode(
                    shapes[number], clustering.Assignment, session.GetCodebook(number), Holding(recipe.CodebookFormat, session.GetCodebook(number)), recipe.Coding, recipe.GapBits)
                : BiasEncoder.Encode(shapes[number], session.GetParameter(number), Holding(recipe.BiasFormat, session.GetParameter(number)));
        }

        // Moving units moves weights that are to stay where they are.
        return recipe.Coding == CodingScheme.Huffman && exact is not { Count: > 0 } ? UnitOrder.Sort(session.Network.Graph, tensors) : tensors;
    }

    /// <summary>The artifact, with what its input expects and how it came to be. It has no names: those of a reference network follow from its graph.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The stored form of each parameter.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <param name="testErrorPercent">The error on the test images, once it is measured.</param>
    public static byte[] Encode(
        NetworkDefinition network, IReadOnlyList<Tensor> tensors, Dataset data, CompressionRecipe recipe, double? testErrorPercent = null) =>
        network.Trained is { } trained
            ? ArtifactWriter.Write(
                trained.Stored,
                tensors,
                trained.Names,
                ActivationRanges.Measure(trained.Stored, [.. tensors.Select(tensor => tensor.ToDense())], data.Thinned(ActivationRanges.DefaultSamples(trained.Stored))),
                trained.Contract,
                Provenance(data, recipe, testErrorPercent, trained.Source))
            : ArtifactWriter.Write(
                network.Graph, tensors, inputContract: Contract(network.Graph, data), provenance: Provenance(data, recipe, testErrorPercent));

    /// <summary>Single precision where half precision would not reach the largest number, or be off by more than it is there.</summary>
    private static NumberFormat Holding(NumberFormat wanted, ReadOnlySpan<float> values)
    {
        // Numbers near zero are off by up to 2^-25, the largest by up to 2^-12 of itself.
        const float SmallestLargest = 1f / (1 << 13);
        float largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        bool holds = largest == 0 || (largest >= SmallestLargest && Half.IsFinite((Half)largest));
        return wanted == NumberFormat.Half && !holds ? NumberFormat.Single : wanted;
    }

    private static InputContract Contract(Graph graph, Dataset data)
    {
        // A network that takes a flat vector says nothing about rows and columns.
        InputLayout layout = graph.Inputs[0].Rank == 3 ? InputLayout.ChannelsFirst : InputLayout.Flat;
        InputNormalisation input = data.ChannelNormalisation ?? new(layout, new([data.Normalisation.Scale]), new([data.Normalisation.Offset]));
        return new InputContract(new([input]), new([.. data.ClassNames]));
    }

    private static EquatableArray<ProvenanceEntry> Provenance(Dataset data, CompressionRecipe recipe, double? testErrorPercent, string? model = null)
    {
        List<ProvenanceEntry> entries =
        [
            new("data", data.Name),
            .. model is null ? Array.Empty<ProvenanceEntry>() : [new("model", model)],
            new("recipe", ReferenceRecipes.Describe(recipe)),
            new("seed", recipe.Seed.ToString(CultureInfo.InvariantCulture)),
            new("deepc", typeof(NetworkEncoder).Assembly.GetName().Version!.ToString(3)),
        ];
        if (testErrorPercent is double error)
        {
            entries.Add(new("error", string.Create(CultureInfo.InvariantCulture, $"{error:F2} %")));
        }

        return new([.. entries]);
    }
}
