namespace DeepCompression.Aot.Format;

/// <summary>
/// The columns of a weight tensor among which gaps count: runs of live columns with dead ones between them and at the end. Dead
/// columns hold no weights, such as those of a pixel that is always black or of a unit that was pruned away.
/// </summary>
/// <param name="Runs">The lengths of the runs, a dead one, a live one, and so on; the first may be 0. None where every column is live.</param>
internal readonly record struct LiveColumns(EquatableArray<int> Runs)
{
    /// <summary>The bits that hold the Exp-Golomb order of the lengths of live or of dead runs.</summary>
    public const int OrderBits = 3;

    private const int OrderCount = 1 << OrderBits;

    /// <summary>Every column is live.</summary>
    public static LiveColumns All { get; } = new(EquatableArray<int>.Empty);

    /// <summary>Whether every column is live.</summary>
    public bool IsAll => Runs.Length == 0;

    /// <summary>The number of live columns.</summary>
    /// <param name="rowLength">All columns.</param>
    public int Count(int rowLength)
    {
        if (IsAll)
        {
            return rowLength;
        }

        int count = 0;
        for (int run = 1; run < Runs.Length; run += 2)
        {
            count += Runs[run];
        }

        return count;
    }

    /// <summary>The Exp-Golomb order in which runs of a kind take the fewest bits; of several, the smallest.</summary>
    /// <param name="live">Whether live runs or dead ones are meant. An empty first run takes no bits, and every other holds one column at least.</param>
    public int BestOrder(bool live)
    {
        int best = 0;
        long fewest = long.MaxValue;
        for (int order = 0; order < OrderCount; order++)
        {
            long bits = 0;
            for (int run = live ? 1 : 0; run < Runs.Length; run += 2)
            {
                bits += Runs[run] == 0 ? 0 : ExpGolomb.BitCount(Runs[run] - 1, order);
            }

            if (bits < fewest)
            {
                fewest = bits;
                best = order;
            }
        }

        return best;
    }

    /// <summary>Reads the runs for rows of a length.</summary>
    public static LiveColumns Read(ref BitReader reader, int rowLength)
    {
        if (!reader.ReadFlag())
        {
            return All;
        }

        int liveRuns = reader.ReadCount(1) + 1;
        bool beginsDead = reader.ReadFlag();
        int liveOrder = (int)reader.ReadBits(OrderBits);
        int deadOrder = (int)reader.ReadBits(OrderBits);
        var runs = new int[2 * liveRuns];
        long total = 0;
        for (int run = beginsDead ? 0 : 1; run < runs.Length; run++)
        {
            int length = reader.ReadNumber((run & 1) == 1 ? liveOrder : deadOrder);
            total += length + 1L;
            reader.Require(total <= rowLength, $"runs of columns go beyond the {rowLength} of a row");
            runs[run] = length + 1;
        }

        var columns = new LiveColumns(new(runs));
        reader.Require(columns.Count(rowLength) < rowLength, "runs of columns leave none out");
        reader.Require(
            columns.BestOrder(live: true) == liveOrder && columns.BestOrder(live: false) == deadOrder,
            "runs of columns are longer than they need to be");
        return columns;
    }
}
