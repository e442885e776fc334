using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments.Coders;

/// <summary>
/// The entries of a layer in the paper's relative index: a gap of five bits and the index of a shared value, for every weight
/// that remains and for every filler zero between them.
/// </summary>
internal sealed class LayerSymbols
{
    /// <summary>The gap symbol of a filler zero, and the positions that it skips.</summary>
    public const int Filler = 31;

    /// <summary>The bits of a gap at fixed width.</summary>
    public const int GapBits = 5;

    private LayerSymbols(string name, float[] dense)
    {
        Name = name;
        float[] codebook = [.. dense.Where(weight => weight != 0).Distinct().Order()];
        Centroids = codebook.Length;
        int gap = 0;
        foreach (float weight in dense)
        {
            if (weight == 0)
            {
                gap++;
                continue;
            }

            Distances.Add(gap);
            for (; gap >= Filler; gap -= Filler)
            {
                Gaps.Add(Filler);
                Values.Add(0);
            }

            Gaps.Add(gap);
            Values.Add(1 + Array.BinarySearch(codebook, weight));
            gap = 0;
        }
    }

    public string Name { get; }

    public int Centroids { get; }

    /// <summary>The zeros before each weight that remains, however many, with no filler among them.</summary>
    public List<int> Distances { get; } = [];

    /// <summary>The gap of each entry.</summary>
    public List<int> Gaps { get; } = [];

    /// <summary>The value of each entry: 0 for a filler zero, else one more than the number of a centroid.</summary>
    public List<int> Values { get; } = [];

    /// <summary>The values of the weights that remain; fillers need none where gaps tell them.</summary>
    public IEnumerable<int> WeightValues => Values.Where(value => value != 0);

    /// <summary>The bits of a value at fixed width.</summary>
    public int ValueBits => Entropy.FixedBits(Centroids + 1);

    /// <summary>The layers of an artifact, by the weights that it decodes to.</summary>
    public static IReadOnlyList<LayerSymbols> Of(Artifact artifact) =>
        [.. LayerNames.Of(artifact.Graph, artifact.Names).Select(layer => new LayerSymbols(layer.Name, artifact.Tensors[layer.Operator.Parameters[0]].ToDense()))];

    /// <summary>The entries one after another, every gap and value at fixed width, padded to a byte.</summary>
    public byte[] Pack()
    {
        var bits = new BitWriter();
        for (int i = 0; i < Gaps.Count; i++)
        {
            bits.Write((uint)Gaps[i], GapBits);
            bits.Write((uint)Values[i], ValueBits);
        }

        return bits.ToArray();
    }

    /// <summary>All gaps, then all values, a byte each: kinder to compressors that look for repeated bytes.</summary>
    public byte[] Spread() => [.. Gaps.Concat(Values).Select(symbol => (byte)symbol)];
}
