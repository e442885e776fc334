namespace DeepCompression.Aot.Runtime;

/// <summary>Collects the steps of a layer with eight rows side by side (the runtime's <c>LaneRows</c>, which says what they look like).</summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal sealed class LaneBuilder
{
    /// <summary>Rows of a group.</summary>
    public const int Lanes = 8;

    private readonly RowWeights _rows;

    /// <summary>Counts the words of rows without fillers.</summary>
    /// <exception cref="OverflowException">There are too many words for an array.</exception>
    public LaneBuilder(RowWeights rows)
    {
        _rows = rows;
        Order = WindowWalk.HeaviestFirst(rows.Start);
        GroupEnd = new int[(Order.Length + Lanes - 1) / Lanes];

        // The first row of a group is its longest.
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int row = Order[group * Lanes];
            WordCount = checked(WordCount + ((rows.Start[row + 1] - rows.Start[row]) * Lanes));
            GroupEnd[group] = WordCount;
        }
    }

    /// <summary>The row of each place, heaviest first: place i of group g is 8·g + i.</summary>
    public int[] Order { get; }

    /// <summary>The word behind the last of each group.</summary>
    public int[] GroupEnd { get; }

    /// <summary>The words of all steps.</summary>
    public int WordCount { get; }

    /// <summary>Writes the steps, group by group.</summary>
    /// <param name="codebook">The value of each code, 0 or one that half precision holds.</param>
    /// <param name="words">Receives them.</param>
    public void Write(ReadOnlySpan<float> codebook, Span<uint> words)
    {
        // A word is its weight's half and its column.
        var halves = new uint[codebook.Length];
        for (int code = 0; code < halves.Length; code++)
        {
            halves[code] = HalfWord.Of(codebook[code], 0);
        }

        int step = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            for (int lane = 0; lane < Lanes && (group * Lanes) + lane < Order.Length; lane++)
            {
                FillLane(words.Slice(step, GroupEnd[group] - step), lane, halves, Order[(group * Lanes) + lane]);
            }

            step = GroupEnd[group];
        }
    }

    private void FillLane(Span<uint> words, int lane, uint[] halves, int row)
    {
        (int first, int count) = (_rows.Start[row], _rows.Start[row + 1] - _rows.Start[row]);
        ReadOnlySpan<ushort> columns = _rows.Columns.Span.Slice(first, count);
        ReadOnlySpan<byte> codes = _rows.Codes.Span.Slice(first, count);
        int word = lane;
        for (int weight = 0; weight < count; weight++, word += Lanes)
        {
            words[word] = halves[codes[weight]] | columns[weight];
        }

        uint last = count == 0 ? 0u : columns[count - 1];
        for (; word < words.Length; word += Lanes)
        {
            words[word] = last;
        }
    }
}
