namespace DeepCompression.Aot.Format;

/// <summary>Turns positions among the live columns of a tensor into positions in the dense tensor.</summary>
internal readonly struct ColumnMap
{
    private readonly int _rowLength;
    private readonly int _liveCount;
    private readonly int[] _liveBefore;
    private readonly int[] _deadBefore;

    public ColumnMap(LiveColumns columns, int rowLength)
    {
        _rowLength = rowLength;
        _liveCount = columns.Count(rowLength);
        _liveBefore = new int[columns.Runs.Length / 2];
        _deadBefore = new int[_liveBefore.Length];
        int live = 0;
        int dead = 0;
        for (int run = 0; run < _liveBefore.Length; run++)
        {
            dead += columns.Runs[2 * run];
            _liveBefore[run] = live;
            _deadBefore[run] = dead;
            live += columns.Runs[(2 * run) + 1];
        }
    }

    /// <summary>The dense, row-major position.</summary>
    public long Dense(long position)
    {
        if (_liveBefore.Length == 0)
        {
            return position;
        }

        long row = position / _liveCount;
        int column = (int)(position % _liveCount);
        int run = Array.BinarySearch(_liveBefore, column);
        run = run < 0 ? ~run - 1 : run;
        return (row * _rowLength) + column + _deadBefore[run];
    }
}
