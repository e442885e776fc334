using System.Runtime.CompilerServices;

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
    private readonly ReadOnlyMemory<ushort> _columns;
    private readonly int _rowLength;
    private readonly WindowShape _shape;
    private readonly RowCursor[] _rows;
    private int _firstColumn;

    /// <summary>Prepares a walk.</summary>
    /// <param name="rowStart">The number of each row's first weight, and behind the last row the number of weights.</param>
    /// <param name="columns">The column of each weight, ascending within a row.</param>
    /// <param name="rowLength">Columns of the matrix.</param>
    /// <param name="shape">The steps' shape.</param>
    public WindowWalk(int[] rowStart, ReadOnlyMemory<ushort> columns, int rowLength, WindowShape shape)
    {
        _rowStart = rowStart;
        _columns = columns;
        _rowLength = rowLength;
        _shape = shape;
        _rows = new RowCursor[GroupRows];
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
        ReadOnlySpan<ushort> columns = _columns.Span;
        _firstColumn = NoColumn;
        for (int i = 0; i < GroupRows; i++)
        {
            int place = (group * GroupRows) + i;
            int row = place < Order.Length ? Order[place] : -1;
            _rows[i] = row < 0 ? new RowCursor(0, 0, columns) : new RowCursor(_rowStart[row], _rowStart[row + 1], columns);
            _firstColumn = Math.Min(_firstColumn, _rows[i].Column);
        }
    }

    /// <summary>Goes to the group's next step; false once all its weights are served.</summary>
    public bool MoveNext()
    {
        if (_firstColumn == NoColumn)
        {
            return false;
        }

        // The last windows start early enough to end with the row, so that no activation beyond it is read.
        Start = Math.Max(0, Math.Min(_firstColumn, _rowLength - _shape.Width));
        _firstColumn = _shape.Paired ? FillPairs(_columns.Span) : Fill(_columns.Span);
        return true;
    }

    /// <summary>Fills the slots of every lane; returns the first column that is left.</summary>
    private int Fill(ReadOnlySpan<ushort> columns)
    {
        RowCursor[] rows = _rows;
        int[] slots = Slots;
        int windowEnd = Start + _shape.Width;
        int first = NoColumn;
        for (int lane = 0; lane < WindowShape.Lanes; lane++)
        {
            ref RowCursor row = ref rows[lane];
            for (int slot = lane; slot < slots.Length; slot += WindowShape.Lanes)
            {
                slots[slot] = row.Take(columns, windowEnd);
            }

            first = Least(first, row.Column);
        }

        return first;
    }

    /// <summary>The same where lanes serve two rows: the third slot is for the row that is behind.</summary>
    private int FillPairs(ReadOnlySpan<ushort> columns)
    {
        const int Second = WindowShape.Lanes;
        RowCursor[] rows = _rows;
        int[] slots = Slots;
        int windowEnd = Start + _shape.Width;
        int first = NoColumn;
        int secondRows = 0;
        for (int lane = 0; lane < WindowShape.Lanes; lane++)
        {
            slots[lane] = rows[lane].Take(columns, windowEnd);
            slots[Second + lane] = rows[Second + lane].Take(columns, windowEnd);
            int isSecondBehind = (rows[Second + lane].Column - rows[lane].Column) >> 31;
            slots[(2 * WindowShape.Lanes) + lane] = rows[lane + (Second & isSecondBehind)].Take(columns, windowEnd);
            secondRows |= (isSecondBehind & 1) << lane;
            first = Least(first, Least(rows[lane].Column, rows[Second + lane].Column));
        }

        SecondRows = secondRows;
        return first;
    }

    /// <summary>The steps of all groups.</summary>
    public long CountSteps()
    {
        long steps = 0;
        for (int group = 0; group < Groups; group++)
        {
            steps += CountSteps(group);
        }

        return steps;
    }

    /// <summary>The steps of a group.</summary>
    public int CountSteps(int group)
    {
        int steps = 0;
        Begin(group);
        while (MoveNext())
        {
            steps++;
        }

        return steps;
    }

    /// <summary>The lesser of two columns, without a branch.</summary>
    private static int Least(int column, int other) => column + ((other - column) & ((other - column) >> 31));

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

    /// <summary>A row of the group, as far as it has been served.</summary>
    private struct RowCursor
    {
        private readonly int _end;
        private int _next;

        public RowCursor(int next, int end, ReadOnlySpan<ushort> columns)
        {
            _next = next;
            _end = end;
            Column = next < end ? columns[next] : NoColumn;
        }

        /// <summary>The column of the row's next weight.</summary>
        public int Column { get; private set; }

        /// <summary>The number of the next weight if it lies in the window, and goes on to the one behind it.</summary>
        /// <remarks>
        /// How many weights of a row lie in a window is as good as random: a branch on it would be foreseen wrongly half the time. So
        /// a mask says it, all ones where the weight is inside.
        /// </remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Take(ReadOnlySpan<ushort> columns, int windowEnd)
        {
            int isInside = (Column - windowEnd) >> 31;
            int weight = _next | ~isInside;
            int next = _next - isInside;
            _next = next;
            Column = next < _end ? columns[next] : NoColumn;
            return weight;
        }
    }
}
