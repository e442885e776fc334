using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Divides the weights of a layer with sixteen rows side by side (<see cref="LaneRows"/>) into those that windows of columns serve and
/// those whose activations are gathered.
/// </summary>
/// <remarks>
/// The walk over a group goes from column to column, by the first that has a weight not served yet. Where enough rows have their next
/// weight within a window that starts there, it becomes a step, which serves one weight of each of them; otherwise what lies in this very
/// column is left to be gathered.
/// </remarks>
internal sealed class LaneSplit : IDisposable
{
    private const int NoColumn = int.MaxValue / 2;

    /// <summary>
    /// Rows that a step serves at least. It takes as long as gathering for five of them, but its empty places are read too, and a window
    /// that starts one column later may serve more.
    /// </summary>
    private const int MinServedNear = 8;

    /// <summary>The same for layers that come from a third-level cache, whose time is that of their bytes.</summary>
    private const int MinServedFar = 12;

    /// <summary>Weights of which the second-level cache holds a good part.</summary>
    private const int MaxNearWeights = 3 << 18;

    private readonly RowWeights _rows;
    private readonly int _lastStart;
    private readonly int _minServed;
    private readonly uint[] _weightOfCode;
    private readonly ScratchNumbers<ushort> _starts;
    private readonly ScratchNumbers<uint> _words;
    private readonly ScratchNumbers<ushort> _restColumns;
    private readonly ScratchNumbers<byte> _restCodes;

    // Of each row of a group: its next weight, the end of its weights, the next one's column, and where its next gathered weight goes.
    private readonly int[] _next = new int[LaneBuilder.GroupRows];
    private readonly int[] _end = new int[LaneBuilder.GroupRows];
    private readonly int[] _column = new int[LaneBuilder.GroupRows];
    private readonly int[] _rest = new int[LaneBuilder.GroupRows];

    /// <summary>Divides the weights.</summary>
    /// <param name="rows">Rows without fillers.</param>
    /// <param name="order">The row of each place.</param>
    /// <param name="columns">Columns of the matrix; windows end within them.</param>
    /// <param name="codebook">The value of each code, 0 or one that half precision holds.</param>
    public LaneSplit(RowWeights rows, int[] order, int columns, ReadOnlySpan<float> codebook)
    {
        int weights = rows.Start[^1];
        _rows = rows;
        _lastStart = columns - LaneWindows.Width;
        _minServed = MinServed(weights);
        _weightOfCode = new uint[codebook.Length];
        for (int code = 0; code < codebook.Length; code++)
        {
            _weightOfCode[code] = BitConverter.SingleToUInt32Bits(codebook[code]);
        }

        int mostSteps = weights / _minServed;
        _starts = new ScratchNumbers<ushort>(mostSteps);
        _words = new ScratchNumbers<uint>(checked(mostSteps * LaneBuilder.GroupRows));
        _restColumns = new ScratchNumbers<ushort>(weights);
        _restCodes = new ScratchNumbers<byte>(weights);
        var restCount = new int[order.Length];
        GroupEnd = new int[(order.Length + LaneBuilder.GroupRows - 1) / LaneBuilder.GroupRows];
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int place = group * LaneBuilder.GroupRows;
            Divide(order.AsSpan(place, Math.Min(LaneBuilder.GroupRows, order.Length - place)), restCount);
            GroupEnd[group] = StepCount;
        }

        Rest = JoinRest(restCount);
    }

    /// <summary>Steps of all groups.</summary>
    public int StepCount { get; private set; }

    /// <summary>The step behind the last of each group.</summary>
    public int[] GroupEnd { get; }

    /// <summary>The first column of each step's window.</summary>
    public ReadOnlySpan<ushort> Starts => _starts.GetSpan()[..StepCount];

    /// <summary>The words of the steps (<see cref="LaneWindows"/>).</summary>
    public ReadOnlySpan<uint> Words => _words.GetSpan()[..(StepCount * LaneBuilder.GroupRows)];

    /// <summary>The weights whose activations are gathered, valid until this is disposed of.</summary>
    public RowWeights Rest { get; }

    /// <summary>
    /// Whether windows make a layer faster: where weights lie anywhere, a window that starts with one row's next weight has those of
    /// enough others in it on average. VGG-16's FC6, of which 4 % are left, would load for longer and gain nothing.
    /// </summary>
    /// <param name="weights">Weights of the layer.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public static bool IsFaster(int weights, int rows, int columns)
    {
        double outside = Math.Pow(1 - (weights / ((double)rows * columns)), LaneWindows.Width);
        return 1 + ((LaneBuilder.GroupRows - 1) * (1 - outside)) >= MinServed(weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable)_starts).Dispose();
        ((IDisposable)_words).Dispose();
        ((IDisposable)_restColumns).Dispose();
        ((IDisposable)_restCodes).Dispose();
    }

    private static int MinServed(int weights) => weights <= MaxNearWeights ? MinServedNear : MinServedFar;

    /// <summary>Divides the weights of a group; those that are left of a row go to where the row begins.</summary>
    private void Divide(ReadOnlySpan<int> rows, int[] restCount)
    {
        ReadOnlySpan<ushort> columns = _rows.Columns.Span;
        ReadOnlySpan<byte> codes = _rows.Codes.Span;
        Span<ushort> restColumns = _restColumns.GetSpan();
        Span<byte> restCodes = _restCodes.GetSpan();
        Begin(rows, columns);
        while (true)
        {
            var lower = Vector256.Create<int>(_column);
            var upper = Vector256.Create<int>(_column.AsSpan(Vector256<int>.Count));
            int start = Least(Vector256.Min(lower, upper));
            if (start > _lastStart)
            {
                break;
            }

            uint inside = Below(lower, upper, start + LaneWindows.Width);
            if (BitOperations.PopCount(inside) >= _minServed)
            {
                AddStep(start, inside, columns, codes);
                continue;
            }

            for (uint left = Below(lower, upper, start + 1); left != 0; left &= left - 1)
            {
                int lane = BitOperations.TrailingZeroCount(left);
                restColumns[_rest[lane]] = (ushort)start;
                restCodes[_rest[lane]++] = codes[Take(lane, columns)];
            }
        }

        for (int lane = 0; lane < rows.Length; lane++)
        {
            (int next, int end) = (_next[lane], _end[lane]);
            columns[next..end].CopyTo(restColumns[_rest[lane]..]);
            codes[next..end].CopyTo(restCodes[_rest[lane]..]);
            restCount[rows[lane]] = _rest[lane] - _rows.Start[rows[lane]] + end - next;
        }
    }

    /// <summary>Goes to the first weights of rows.</summary>
    private void Begin(ReadOnlySpan<int> rows, ReadOnlySpan<ushort> columns)
    {
        Array.Fill(_column, NoColumn);
        for (int lane = 0; lane < rows.Length; lane++)
        {
            int first = _rows.Start[rows[lane]];
            _rest[lane] = first;
            _next[lane] = first - 1;
            _end[lane] = _rows.Start[rows[lane] + 1];
            Take(lane, columns);
        }
    }

    /// <summary>Adds a step with the next weights of some rows.</summary>
    private void AddStep(int start, uint served, ReadOnlySpan<ushort> columns, ReadOnlySpan<byte> codes)
    {
        Span<uint> words = _words.GetSpan().Slice(StepCount * LaneBuilder.GroupRows, LaneBuilder.GroupRows);
        words.Clear();
        _starts.GetSpan()[StepCount++] = (ushort)start;
        for (; served != 0; served &= served - 1)
        {
            int lane = BitOperations.TrailingZeroCount(served);
            uint place = (uint)(_column[lane] - start);
            words[lane] = _weightOfCode[codes[Take(lane, columns)]] | place;
        }
    }

    /// <summary>The number of a row's next weight; goes on to the one behind it.</summary>
    private int Take(int lane, ReadOnlySpan<ushort> columns)
    {
        int weight = _next[lane];
        int next = weight + 1;
        _next[lane] = next;
        _column[lane] = next < _end[lane] ? columns[next] : NoColumn;
        return weight;
    }

    /// <summary>Brings what is left of all rows together.</summary>
    private RowWeights JoinRest(int[] count)
    {
        Span<ushort> columns = _restColumns.GetSpan();
        Span<byte> codes = _restCodes.GetSpan();
        var start = new int[count.Length + 1];
        for (int row = 0; row < count.Length; row++)
        {
            columns.Slice(_rows.Start[row], count[row]).CopyTo(columns[start[row]..]);
            codes.Slice(_rows.Start[row], count[row]).CopyTo(codes[start[row]..]);
            start[row + 1] = start[row] + count[row];
        }

        return new(start, _restColumns.Memory, _restCodes.Memory);
    }

    /// <summary>Which columns lie before another: a bit for each.</summary>
    private static uint Below(Vector256<int> lower, Vector256<int> upper, int column)
    {
        var limit = Vector256.Create(column);
        return Vector256.LessThan(lower, limit).ExtractMostSignificantBits()
            | (Vector256.LessThan(upper, limit).ExtractMostSignificantBits() << Vector256<int>.Count);
    }

    private static int Least(Vector256<int> numbers)
    {
        var four = Vector128.Min(numbers.GetLower(), numbers.GetUpper());
        var two = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(two.ToScalar(), two.GetElement(1));
    }
}
