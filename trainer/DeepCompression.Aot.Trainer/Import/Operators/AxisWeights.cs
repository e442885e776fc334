using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>One slice along an axis as a weighted sum of others: what resizing makes, and a mean over taps that lie apart.</summary>
/// <param name="Terms">The slices with their weights; one that stands several times has the sum of its weights.</param>
internal sealed record AxisWeights((int Slice, double Weight)[] Terms)
{
    /// <summary>What a term takes while sums are put together, in numbers of a tensor.</summary>
    public const int NumbersPerTerm = 8;

    /// <summary>A value whose slices along an axis are such sums.</summary>
    public static ComputedValue Apply(NodeImport node, ComputedValue value, int axis, IReadOnlyList<AxisWeights> slices)
    {
        int size = value.Shape[axis];
        SortedDictionary<int, double>[] sums = [.. slices.Select(slice => slice.Merged())];
        int taps = sums.Max(sum => sum.Count == 0 ? 1 : sum.Keys.Last() - sum.Keys.First() + 1);
        var phases = new List<float[]>();
        var phaseOf = new int[sums.Length];
        var firsts = new int[sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            firsts[i] = sums[i].Count == 0 ? 0 : Math.Min(sums[i].Keys.First(), size - taps);
            var weights = new float[taps];
            foreach ((int slice, double weight) in sums[i])
            {
                weights[slice - firsts[i]] = (float)weight;
            }

            phaseOf[i] = phases.FindIndex(phase => phase.AsSpan().SequenceEqual(weights));
            if (phaseOf[i] < 0)
            {
                phaseOf[i] = phases.Count;
                phases.Add(weights);
            }
        }

        if (phases.Exists(phase => !Array.TrueForAll(phase, float.IsFinite)))
        {
            throw new NodeException("its weights add up to nothing");
        }

        AxisView view = AxisView.Of(node, value, axis);
        var all = new EquatableArray<float>([.. phases.SelectMany(phase => phase)]);
        ValueDraft draft = node.Network.Add(
            (inputs, _) => new InterpolateOperator(inputs[0], axis - view.Dropped, taps, all, new(firsts), new(phaseOf)), [view.Draft]);
        int[] shape = [.. value.Shape];
        shape[axis] = slices.Count;
        return new ComputedValue(draft, shape);
    }

    private SortedDictionary<int, double> Merged()
    {
        var merged = new SortedDictionary<int, double>();
        foreach ((int slice, double weight) in Terms)
        {
            merged[slice] = merged.GetValueOrDefault(slice) + weight;
        }

        return new(merged.Where(term => term.Value != 0).ToDictionary(term => term.Key, term => term.Value));
    }
}
