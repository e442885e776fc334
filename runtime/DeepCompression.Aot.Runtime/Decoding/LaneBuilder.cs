namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Collects the gathered steps of a layer with sixteen rows side by side (the runtime's <c>LaneRows</c>, which says what they look like).
/// </summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal sealed class LaneBuilder
{
    /// <summary>Rows of a group: two vectors of eight lanes.</summary>
    public const int GroupRows = 16;

    private readonly RowWeights _rows;

    /// <summary>Counts the words of rows without fillers.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The row of each place.</param>
    /// <exception cref="OverflowException">There are too many words for an array.</exception>
    public LaneBuilder(RowWeights rows, int[] order)
    {
        _rows = rows;
        Order = order;
        GroupEnd = new int[(order.Length + GroupRows - 1) / GroupRows];
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int longest = 0;
            for (int place = group * GroupRows; place < Math.Min((group + 1) * GroupRows, order.Length); place++)
            {
                longest = Math.Max(longest, rows.Start[order[place] + 1] - rows.Start[order[place]]);
            }

            WordCount = checked(WordCount + (longest * GroupRows));
            GroupEnd[group] = WordCount;
        }
    }

    /// <summary>The row of each place: place i of group g is 16·g + i.</summary>
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
            for (int lane = 0; lane < GroupRows && (group * GroupRows) + lane < Order.Length; lane++)
            {
                FillLane(words.Slice(step, GroupEnd[group] - step), lane, halves, Order[(group * GroupRows) + lane]);
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
        for (int weight = 0; weight < count; weight++, word += GroupRows)
        {
            words[word] = halves[codes[weight]] | columns[weight];
        }

        uint last = count == 0 ? 0u : columns[count - 1];
        for (; word < words.Length; word += GroupRows)
        {
            words[word] = last;
        }
    }
}
