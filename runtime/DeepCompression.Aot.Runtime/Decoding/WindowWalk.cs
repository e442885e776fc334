namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Lays the non-zero weights of a matrix out in steps of the sliding-window layout (the runtime's <c>WindowRows</c>), group of rows by group
/// of rows. A step serves the weights of all rows of its group that lie in one window of columns, as many for each of sixteen lanes
/// as these have slots. The walk is greedy: the next window starts at the first column that any row has not been served yet.
/// </summary>
/// <remarks>Compiled into the generator as well, which counts steps to tell what a layer will cost.</remarks>
internal sealed class WindowWalk
{
    /// <summary>What an empty slot holds in place of a weight's number.</summary>
    public const int Empty = -1;

    private const int NoColumn = int.MaxValue;

    private readonly int[] _rowStart;
    private readonly ushort[] _columns;
    private readonly int _rowLength;
    private readonly WindowShape _shape;
    private readonly int[] _next;
    private readonly int[] _end;
    private readonly int[] _nextColumn;

    /// <summary>Prepares a walk.</summary>
    /// <param name="rowStart">The number of each row's first weight, and behind the last row the number of weights.</param>
    /// <param name="columns">The column of each weight, ascending within a row.</param>
    /// <param name="rowLength">Columns of the matrix.</param>
    /// <param name="shape">The steps' shape.</param>
    public WindowWalk(int[] rowStart, ushort[] columns, int rowLength, WindowShape shape)
    {
        _rowStart = rowStart;
        _columns = columns;
        _rowLength = rowLength;
        _shape = shape;
        _next = new int[GroupRows];
        _end = new int[GroupRows];
        _nextColumn = new int[GroupRows];
        Slots = new int[shape.SlotsPerLane * WindowShape.Lanes];
        Order = HeaviestFirst(rowStart);
    }

    /// <summary>Rows of a group; row i of a group is served by lane i mod 16.</summary>
    public int GroupRows => _shape.GroupRows;

    /// <summary>Groups of rows, the last one maybe not full.</summary>
    public int Groups => (Order.Length + GroupRows - 1) / GroupRows;

    /// <summary>The rows in the order in which they form groups: by descending number of weights, so that lanes end together.</summary>
    public int[] Order { get; }

    /// <summary>The first column of the current step's window, which lies within the row if that is as long as a window.</summary>
    public int Start { get; private set; }

    /// <summary>The number of the weight in each slot of the current step: slot by slot, in each the lanes.</summary>
    public int[] Slots { get; }

    /// <summary>Bit i: whether the third slot of lane i serves its second row.</summary>
    public int SecondRows { get; private set; }

    /// <summary>Goes to the start of a group; <see cref="MoveNext"/> leads to its first step.</summary>
    public void Begin(int group)
    {
        for (int i = 0; i < GroupRows; i++)
        {
            int place = (group * GroupRows) + i;
            int row = place < Order.Length ? Order[place] : -1;
            _next[i] = row < 0 ? 0 : _rowStart[row];
            _end[i] = row < 0 ? 0 : _rowStart[row + 1];
            _nextColumn[i] = NextColumn(i);
        }
    }

    /// <summary>Goes to the group's next step; false once all its weights are served.</summary>
    public bool MoveNext()
    {
        int first = NoColumn;
        foreach (int column in _nextColumn)
        {
            first = Math.Min(first, column);
        }

        if (first == NoColumn)
        {
            return false;
        }

        // The last windows start early enough to end with the row, so that no activation beyond it is read.
        Start = Math.Max(0, Math.Min(first, _rowLength - _shape.Width));
        SecondRows = 0;
        for (int lane = 0; lane < WindowShape.Lanes; lane++)
        {
            if (_shape.Paired)
            {
                FillPair(lane);
            }
            else
            {
                Fill(lane);
            }
        }

        return true;
    }

    private void Fill(int lane)
    {
        for (int slot = lane; slot < Slots.Length; slot += WindowShape.Lanes)
        {
            Slots[slot] = Take(lane);
        }
    }

    private void FillPair(int lane)
    {
        int second = lane + WindowShape.Lanes;
        Slots[lane] = Take(lane);
        Slots[WindowShape.Lanes + lane] = Take(second);
        bool secondIsBehind = _nextColumn[second] < _nextColumn[lane];
        Slots[(2 * WindowShape.Lanes) + lane] = Take(secondIsBehind ? second : lane);
        SecondRows |= secondIsBehind ? 1 << lane : 0;
    }

    /// <summary>The steps of all groups.</summary>
    public long CountSteps()
    {
        long steps = 0;
        for (int group = 0; group < Groups; group++)
        {
            Begin(group);
            while (MoveNext())
            {
                steps++;
            }
        }

        return steps;
    }

    /// <summary>The next weight of a row of the group if it lies in the window.</summary>
    private int Take(int row)
    {
        if (_nextColumn[row] - Start >= _shape.Width)
        {
            return Empty;
        }

        int weight = _next[row]++;
        _nextColumn[row] = NextColumn(row);
        return weight;
    }

    private int NextColumn(int row) => _next[row] < _end[row] ? _columns[_next[row]] : NoColumn;

    /// <summary>A number of each place from those of each row; zeros behind the last row, and everywhere where there are none of rows.</summary>
    /// <param name="ofRows">A number for each row, or none.</param>
    /// <param name="order">The row of each place.</param>
    /// <param name="places">Places of all groups.</param>
    public static float[] InOrder(ReadOnlySpan<float> ofRows, int[] order, int places)
    {
        var ofPlaces = new float[places];
        for (int place = 0; place < ofRows.Length; place++)
        {
            ofPlaces[place] = ofRows[order[place]];
        }

        return ofPlaces;
    }

    /// <summary>The rows by descending number of weights.</summary>
    /// <param name="rowStart">The number of each row's first weight, and behind the last row the number of weights.</param>
    public static int[] HeaviestFirst(int[] rowStart)
    {
        // Rows of as many weights stay in order.
        var keys = new long[rowStart.Length - 1];
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = ((long)(rowStart[row] - rowStart[row + 1]) << 32) + row;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(key & uint.MaxValue));
    }
}
