namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The kept weights of a layer in lists, one for each place that sums over them, and where each finds its factor (CSR or CSC).</summary>
internal sealed class WeightLists
{
    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly int[] _numbers;

    /// <param name="count">The number of lists.</param>
    /// <param name="listOf">The list of each weight; within a list weights keep their order.</param>
    /// <param name="offsetOf">For each weight the offset of its factor, in floats.</param>
    public WeightLists(int count, ReadOnlySpan<int> listOf, ReadOnlySpan<int> offsetOf)
    {
        _starts = new int[count + 1];
        _offsets = new int[listOf.Length];
        _numbers = new int[listOf.Length];
        foreach (int list in listOf)
        {
            _starts[list + 1]++;
        }

        for (int list = 0; list < count; list++)
        {
            _starts[list + 1] += _starts[list];
        }

        int[] next = _starts.AsSpan(0, count).ToArray();
        for (int number = 0; number < listOf.Length; number++)
        {
            int place = next[listOf[number]]++;
            _offsets[place] = offsetOf[number];
            _numbers[place] = number;
        }
    }

    /// <summary>The offsets of all factors, list by list.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The numbers of all weights, list by list.</summary>
    public ReadOnlySpan<int> Numbers => _numbers;

    /// <summary>Where a list starts; the list behind the last starts at the end.</summary>
    public int Start(int list) => _starts[list];
}
