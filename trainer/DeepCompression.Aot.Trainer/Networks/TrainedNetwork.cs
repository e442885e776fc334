using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>What a network that was trained elsewhere brings along.</summary>
/// <param name="Stored">The network as the artifact holds it, with the softmax that it may end in.</param>
/// <param name="Names">Its names.</param>
/// <param name="Parameters">The values of each parameter, by number: where training begins. Weights that are zero stay so.</param>
/// <param name="Exact">The weights that stay exactly as they are, by number.</param>
/// <param name="Contract">What its input expects, or null where that is not known.</param>
/// <param name="Source">The model's file name.</param>
internal sealed record TrainedNetwork(
    Graph Stored, GraphNames Names, IReadOnlyList<float[]> Parameters, IReadOnlySet<int> Exact, InputContract? Contract, string Source)
{
    /// <summary>
    /// How large a step of a parameter is against that of one whose weights have the size that they are initialised with (He et al.,
    /// 2015): a network that takes raw bytes has first weights a hundred times smaller, which the usual steps would throw about.
    /// </summary>
    /// <param name="number">The parameter.</param>
    public float StepScale(int number)
    {
        TensorShape shape = Stored.Parameters[number];
        float[] values = Parameters[number];
        int kept = values.Length - values.AsSpan().Count(0f);
        if (shape.Rank < 2 || kept == 0)
        {
            return 1;
        }

        // Pruned networks have fewer and larger weights, so that only what is kept counts.
        double size = Math.Sqrt(values.Sum(value => (double)value * value) / kept);
        double usual = Math.Sqrt(2.0 / shape.RowLength);
        return (float)Math.Min(1, size / usual);
    }
}
