using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Orders the units of hidden layers, and with them the inputs of the layers that read them, so that a network takes fewer bytes
/// and computes what it did before: ascending biases need only the lengths of their runs, and dead units go to the end, where they
/// take no bits at all.
/// </summary>
internal static class UnitOrder
{
    /// <summary>The same network with its hidden units in the order that is cheapest to store, dead ones cleared.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="tensors">The stored form of each parameter, by number.</param>
    /// <returns>The stored forms of the same values in the new order, each with its number format and coding, biases in their smallest form.</returns>
    public static Tensor[] Sort(Graph graph, IReadOnlyList<Tensor> tensors)
    {
        float[][] values = [.. tensors.Select(tensor => tensor.ToDense())];
        DeadUnits.Clear(graph, values);
        IReadOnlyList<HiddenLayer> layers = HiddenLayer.Of(graph);
        foreach (HiddenLayer layer in layers)
        {
            SortByBias(graph, layer, values);
        }

        Tensor[] sorted = [.. tensors.Zip(values, Encode)];
        foreach (HiddenLayer layer in layers)
        {
            Swap(graph, layer, values);
        }

        // The search looks at gaps alone, and at all columns of a convolution's channels; what counts is what is stored.
        Tensor[] swapped = [.. tensors.Zip(values, Encode)];
        return swapped.Sum(tensor => tensor.BitCount) < sorted.Sum(tensor => tensor.BitCount) ? swapped : sorted;
    }

    private static void SortByBias(Graph graph, HiddenLayer layer, float[][] values)
    {
        int units = layer.Units(graph);
        float[] bias = layer.Bias(values) ?? new float[units];
        int[] order = [.. Enumerable.Range(0, units)
            .OrderBy(unit => Group(layer.Row(graph, values, unit), bias[unit]))
            .ThenBy(unit => bias[unit])
            .ThenByDescending(unit => ReadersOf(graph, layer, values, unit))];
        layer.Move(graph, values, order);
    }

    /// <summary>Swaps units of one bias; dead ones stay at the end.</summary>
    private static void Swap(Graph graph, HiddenLayer layer, float[][] values)
    {
        int units = layer.Units(graph);
        float[] bias = layer.Bias(values) ?? new float[units];
        int live = Enumerable.Range(0, units).Count(unit => Group(layer.Row(graph, values, unit), bias[unit]) < 2);
        int block = graph.Parameters[layer.Reader.Parameters[0]].RowLength / units;
        int[] order = UnitSwaps.Improve(
            WeightMask.OfLiveColumns(values[layer.Writer.Parameters[0]], graph.Parameters[layer.Writer.Parameters[0]].RowLength, live),
            WeightMask.OfFirstColumns(values[layer.Reader.Parameters[0]], units * block, live * block),
            block,
            bias[..live]);
        layer.Move(graph, values, [.. order, .. Enumerable.Range(live, units - live)]);
    }

    /// <summary>Units with a bias first, then those without, last those that compute nothing: zeros at the end of a bias take no bits.</summary>
    private static int Group(ReadOnlySpan<float> row, float bias)
    {
        if (bias != 0)
        {
            return 0;
        }

        return row.ContainsAnyExcept(0f) ? 1 : 2;
    }

    /// <summary>The weights that read a unit.</summary>
    private static int ReadersOf(Graph graph, HiddenLayer layer, float[][] values, int unit)
    {
        int count = 0;
        for (int row = 0; row < graph.Parameters[layer.Reader.Parameters[0]].Rows; row++)
        {
            Span<float> columns = layer.Columns(graph, values, row, unit);
            count += columns.Length - columns.Count(0f);
        }

        return count;
    }

    /// <summary>Other values of the same number format and coding.</summary>
    private static Tensor Encode(Tensor tensor, float[] values) => tensor switch
    {
        { Shape.Rank: 1 } => BiasEncoder.Encode(tensor.Shape, values, FormatOf(tensor)),
        CodedTensor coded => CodedTensorEncoder.Encode(
            coded.Shape,
            [.. values.Select(value => value == 0 ? -1 : coded.Codebook.AsSpan().BinarySearch(value))],
            coded.Codebook.AsSpan(),
            coded.Format,
            coded.Code is FixedWeightCode ? CodingScheme.Fixed : CodingScheme.Huffman,
            (coded.Code as FixedWeightCode)?.GapBits),
        _ => RawTensorEncoder.Encode(tensor.Shape, values, FormatOf(tensor)),
    };

    private static NumberFormat FormatOf(Tensor tensor) => tensor switch
    {
        CodedTensor coded => coded.Format,
        RunTensor runs => runs.Format,
        _ => ((RawTensor)tensor).Format,
    };
}
