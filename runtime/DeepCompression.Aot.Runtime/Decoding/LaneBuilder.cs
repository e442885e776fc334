namespace DeepCompression.Aot.Runtime;

/// <summary>Collects the steps of a layer with eight rows side by side (the runtime's <c>LaneRows</c>, which says what they look like).</summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal sealed class LaneBuilder
{
    /// <summary>Rows of a group.</summary>
    public const int Lanes = 8;

    /// <summary>Lays out rows without fillers whose weights half precision holds.</summary>
    /// <exception cref="OverflowException">There are too many words for an array.</exception>
    public LaneBuilder(RowWeights rows)
    {
        Order = WindowWalk.HeaviestFirst(rows.Start);
        GroupEnd = new int[(Order.Length + Lanes - 1) / Lanes];

        // The first row of a group is its longest.
        int words = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int row = Order[group * Lanes];
            words = checked(words + ((rows.Start[row + 1] - rows.Start[row]) * Lanes));
            GroupEnd[group] = words;
        }

        Words = new uint[words];
        Fill(rows);
    }

    /// <summary>The row of each place, heaviest first: place i of group g is 8·g + i.</summary>
    public int[] Order { get; }

    /// <summary>The word behind the last of each group.</summary>
    public int[] GroupEnd { get; }

    /// <summary>The steps, group by group.</summary>
    public uint[] Words { get; }

    private void Fill(RowWeights rows)
    {
        int step = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            for (int lane = 0; lane < Lanes && (group * Lanes) + lane < Order.Length; lane++)
            {
                FillLane(Words.AsSpan(step, GroupEnd[group] - step), lane, rows, Order[(group * Lanes) + lane]);
            }

            step = GroupEnd[group];
        }
    }

    private static void FillLane(Span<uint> words, int lane, RowWeights rows, int row)
    {
        uint column = 0;
        int weight = rows.Start[row];
        for (int word = lane; word < words.Length; word += Lanes, weight++)
        {
            bool isThere = weight < rows.Start[row + 1];
            column = isThere ? rows.Columns[weight] : column;
            words[word] = HalfWord.Of(isThere ? rows.Values[weight] : 0, column);
        }
    }
}
