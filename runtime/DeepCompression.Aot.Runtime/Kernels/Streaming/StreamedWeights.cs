namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Walks the weights of a packed tensor row by row while they are decoded, a block at a time: what a kernel needs that keeps no
/// weights between inferences.
/// </summary>
internal ref struct StreamedWeights
{
    private readonly Span<int> _positions;
    private readonly Span<byte> _codes;
    private readonly ReadOnlySpan<int> _runs;
    private readonly int _liveColumns;
    private WeightDecoder _decoder;
    private int _rowStart;
    private int _first;
    private int _end;
    private int _count;

    /// <summary>Begins before the first weight.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="table">Room for <see cref="WeightTable.Length"/> entries.</param>
    /// <param name="positions">Room for <see cref="WeightDecoder.BlockLength"/> positions.</param>
    /// <param name="codes">Room for as many codes.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form prefix codes.</exception>
    public StreamedWeights(in PackedTensor tensor, Span<uint> table, Span<int> positions, Span<byte> codes)
    {
        _decoder = new WeightDecoder(tensor, table);
        _positions = positions;
        _codes = codes;
        _runs = tensor.ColumnRuns;
        _liveColumns = tensor.LiveColumns;
    }

    /// <summary>In what strides a row's end is looked for: hardly a branch of each is mispredicted, as most are in a binary search.</summary>
    private static ReadOnlySpan<int> Strides => [64, 8, 1];

    /// <summary>The row of the current weights.</summary>
    public int Row { get; private set; }

    /// <summary>What to take off <see cref="Positions"/> to have columns.</summary>
    public int Offset { get; private set; }

    /// <summary>The columns of the current weights, ascending, and each <see cref="Offset"/> more.</summary>
    public readonly ReadOnlySpan<int> Positions => _positions[_first.._end];

    /// <summary>Their codes.</summary>
    public readonly ReadOnlySpan<byte> Codes => _codes[_first.._end];

    /// <summary>Goes to the next weights of one row, which may be more of the row before; false after the last.</summary>
    /// <exception cref="InvalidOperationException">The stream breaks a rule.</exception>
    public bool MoveNext()
    {
        _first = _end;
        if (_first == _count)
        {
            _first = 0;
            _count = _decoder.Read(_positions, _codes);
            if (_count == 0)
            {
                _end = 0;
                return false;
            }
        }

        while (_positions[_first] - _rowStart >= _liveColumns)
        {
            _rowStart += _liveColumns;
            Row++;
        }

        _end = EndOfRow();
        Offset = _rowStart;
        if (!_runs.IsEmpty)
        {
            SkipDeadColumns(_positions[_first.._end]);
        }

        return true;
    }

    /// <summary>The end of the row's weights in the block: where the next row begins, found in ever smaller strides, or the block ends.</summary>
    private readonly int EndOfRow()
    {
        ReadOnlySpan<int> positions = _positions[.._count];
        int rowEnd = _rowStart + _liveColumns;
        int end = _first;
        foreach (int stride in Strides)
        {
            while (end + stride <= positions.Length && positions[end + stride - 1] < rowEnd)
            {
                end += stride;
            }
        }

        return end;
    }

    /// <summary>Turns places among the live columns, ascending, into places among all.</summary>
    private readonly void SkipDeadColumns(Span<int> positions)
    {
        int dead = 0;
        int live = _rowStart;
        int next = 0;
        for (int run = 0; run < _runs.Length && next < positions.Length; run += 2)
        {
            dead += _runs[run];
            live += _runs[run + 1];
            for (; next < positions.Length && positions[next] < live; next++)
            {
                positions[next] += dead;
            }
        }
    }
}
