namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Where a matrix has weights, in bytes that are quick to search, and what the gaps between them take.</summary>
internal sealed class WeightMask
{
    /// <summary>Gaps whose bits are looked up; longer ones are rare.</summary>
    private const int TableLength = 1024;

    private readonly byte[] _cells;
    private readonly int _rowLength;
    private readonly int[] _bitsOfGap = new int[TableLength];
    private GapCosts? _costs;

    private WeightMask(byte[] cells, int rowLength)
    {
        _cells = cells;
        _rowLength = rowLength;
    }

    /// <summary>Rows times columns.</summary>
    public int CellCount => _cells.Length;

    /// <summary>The first rows of a matrix, without the columns in which it has no weights.</summary>
    /// <param name="values">The matrix, row-major.</param>
    /// <param name="rowLength">Its columns.</param>
    /// <param name="rows">The rows.</param>
    public static WeightMask OfLiveColumns(float[] values, int rowLength, int rows)
    {
        int[] live = [.. Enumerable.Range(0, rowLength).Where(column => HasWeight(values, rowLength, column))];
        return new([.. Enumerable.Range(0, rows).SelectMany(row => live.Select(column => Cell(values[(row * rowLength) + column])))], live.Length);
    }

    /// <summary>The first columns of a matrix.</summary>
    /// <param name="values">The matrix, row-major.</param>
    /// <param name="rowLength">Its columns.</param>
    /// <param name="columns">The columns of the mask.</param>
    public static WeightMask OfFirstColumns(float[] values, int rowLength, int columns) =>
        new([.. values.Chunk(rowLength).SelectMany(row => row.Take(columns).Select(Cell))], columns);

    /// <summary>Makes the code that is best for the gaps as they are.</summary>
    public void MakeCode()
    {
        int[] assignment = [.. _cells.Select(cell => cell - 1)];
        _costs = new GapCosts(new GapHistogram(assignment));
        for (int gap = 0; gap < TableLength; gap++)
        {
            _bitsOfGap[gap] = _costs.Bits(gap);
        }
    }

    /// <summary>The bits of all gaps under the code made last, code lengths not counted.</summary>
    public long GapBits()
    {
        long bits = 0;
        ReadOnlySpan<byte> left = _cells;
        int gap;
        while ((gap = left.IndexOf((byte)1)) >= 0)
        {
            bits += gap < TableLength ? _bitsOfGap[gap] : _costs!.Bits(gap);
            left = left[(gap + 1)..];
        }

        return bits;
    }

    /// <summary>Exchanges two rows.</summary>
    public void SwapRows(int first, int second) =>
        Swap(_cells.AsSpan(first * _rowLength, _rowLength), _cells.AsSpan(second * _rowLength, _rowLength));

    /// <summary>Exchanges two blocks of columns.</summary>
    /// <param name="first">The one's number.</param>
    /// <param name="second">The other's number.</param>
    /// <param name="block">The columns of a block.</param>
    public void SwapColumns(int first, int second, int block)
    {
        for (int row = 0; row < _cells.Length; row += _rowLength)
        {
            Swap(_cells.AsSpan(row + (first * block), block), _cells.AsSpan(row + (second * block), block));
        }
    }

    private static bool HasWeight(float[] values, int rowLength, int column)
    {
        for (int i = column; i < values.Length; i += rowLength)
        {
            if (values[i] != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte Cell(float value) => value == 0 ? (byte)0 : (byte)1;

    private static void Swap(Span<byte> left, Span<byte> right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = (right[i], left[i]);
        }
    }
}
