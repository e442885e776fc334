namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Improves an order of units by local search: two units of one bias change places where the gaps around their weights then take
/// fewer bits, in the layer that computes them and in the one that reads them. The codes are those of the order at hand, and are
/// made anew after each round, so that gaps that became frequent become cheap.
/// </summary>
internal sealed class UnitSwaps
{
    private const int Rounds = 6;
    private const int TrialsPerUnit = 40;

    /// <summary>The cells that all trials of a round may look at: a fraction of a second.</summary>
    private const long CellsPerRound = 1L << 30;

    private readonly WeightMask _rows;
    private readonly WeightMask _columns;
    private readonly int _block;
    private readonly int[] _order;
    private readonly int[][] _groups;

    private UnitSwaps(WeightMask rows, WeightMask columns, int block, float[] bias)
    {
        _rows = rows;
        _columns = columns;
        _block = block;
        _order = [.. Enumerable.Range(0, bias.Length)];
        _groups = [.. _order.GroupBy(unit => bias[unit]).Select(group => group.ToArray()).Where(group => group.Length > 1)];
    }

    /// <summary>A better order; equal arguments give the same one.</summary>
    /// <param name="rows">Where the layer that computes the units has weights, a row for each unit; they are left in the new order.</param>
    /// <param name="columns">Where the layer that reads them has weights, a block of columns for each unit; likewise.</param>
    /// <param name="block">The columns of a block.</param>
    /// <param name="bias">The bias of each unit; those of one bias may change places.</param>
    /// <returns>The place that each unit had.</returns>
    public static int[] Improve(WeightMask rows, WeightMask columns, int block, float[] bias)
    {
        var search = new UnitSwaps(rows, columns, block, bias);
        if (search._groups.Length > 0)
        {
            search.Run();
        }

        return search._order;
    }

    private void Run()
    {
        var random = new Random(0);
        long cells = (long)_rows.CellCount + _columns.CellCount;
        long trials = Math.Min(TrialsPerUnit * (long)_order.Length, CellsPerRound / cells);
        int[][] groupOfUnit = [.. _groups.SelectMany(group => Enumerable.Repeat(group, group.Length))];
        for (int round = 0; round < Rounds; round++)
        {
            _rows.MakeCode();
            _columns.MakeCode();
            long bits = Bits();
            for (long trial = 0; trial < trials; trial++)
            {
                int[] group = groupOfUnit[random.Next(groupOfUnit.Length)];
                bits = Try(group[random.Next(group.Length)], group[random.Next(group.Length)], bits);
            }
        }
    }

    /// <summary>Swaps two units unless that takes more bits; returns the bits then.</summary>
    private long Try(int first, int second, long bits)
    {
        Swap(first, second);
        long swapped = Bits();
        if (swapped <= bits)
        {
            return swapped;
        }

        Swap(first, second);
        return bits;
    }

    private long Bits() => _rows.GapBits() + _columns.GapBits();

    private void Swap(int first, int second)
    {
        (_order[first], _order[second]) = (_order[second], _order[first]);
        _rows.SwapRows(first, second);
        _columns.SwapColumns(first, second, _block);
    }
}
