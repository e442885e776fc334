using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A product straight from a long packed stream with AVX2 or AVX-512: thirty-two lanes decode a part of the stream each and multiply what they
/// find at once, so that nothing is kept but their sums.
/// </summary>
/// <remarks>
/// Lanes begin at marks (<see cref="StreamMarks"/>), about as many bits apart. A look-up mostly reads a whole weight
/// (<see cref="PairTable"/>); where it reads a gap alone, that adds nothing. While every lane surely has a round of look-ups left, all go on
/// together; a lane that comes to another row, or to a gap too long for its look-up, is seen to on its own. What is left then of each
/// lane, and what follows the last group of marks, is read weight by weight.
/// </remarks>
internal readonly unsafe ref partial struct StreamedLanes
{
    /// <summary>Numbers of the longest codebook.</summary>
    private const int MaxCodebookLength = byte.MaxValue + 1;

    /// <summary>The fewest groups of marks with which lanes have parts of about one length.</summary>
    private const int MinGroups = 8;

    private readonly PackedBits _stream;
    private readonly ulong* _words;
    private readonly uint* _table;
    private readonly float* _codebook;
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _gapResolution;
    private readonly int _codebookLength;

    private StreamedLanes(in PackedTensor weights, ulong* words, uint* table, float* codebook, float* input, float* output)
    {
        _stream = new PackedBits(weights.Words);
        _words = words;
        _table = table;
        _codebook = codebook;
        _input = input;
        _output = output;
        _rows = weights.Rows;
        _columns = weights.RowLength;
        _gapResolution = weights.GapResolution;
        _codebookLength = weights.IndexLengths.Length + 1;
    }

    /// <summary>Whether weights are many enough for lanes, and of a kind that they can read, and the processor has the instructions.</summary>
    public static bool CanAdd(in PackedTensor weights) =>
        Instructions.Gather && weights.Marks.Length >= MinGroups * StreamMarks.NumbersPerGroup && weights.ColumnRuns.IsEmpty;

    /// <summary>output += weights · input.</summary>
    /// <param name="weights">The packed weights (rows, columns), for which <see cref="CanAdd"/> holds.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="input">An activation for each column.</param>
    /// <param name="output">An element for each row, to which its sum is added.</param>
    /// <param name="way">How numbers are gathered; not <see cref="GatherWay.None"/>.</param>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    [SkipLocalsInit]
    public static void Add(
        in PackedTensor weights, ReadOnlySpan<float> codebook, ReadOnlySpan<float> input, Span<float> output, GatherWay way)
    {
        uint* table = stackalloc uint[PairTable.Length];
        PairTable.Build(weights, new Span<uint>(table, PairTable.Length));
        float* values = stackalloc float[MaxCodebookLength];
        codebook.CopyTo(new Span<float>(values, MaxCodebookLength));
        fixed (ulong* words = weights.Words)
        fixed (float* x = input, sums = output)
        {
            int afterMarks = weights.WeightCount % StreamMarks.GroupLength;
            new StreamedLanes(weights, words, table, values, x, sums).Add(weights.Marks, afterMarks, way);
        }
    }

    /// <summary>Adds the products of the weights that marks tell of, and of those after them.</summary>
    private void Add(ReadOnlySpan<int> marks, int afterMarks, GatherWay way)
    {
        Span<long> starts = stackalloc long[LaneState.Lanes + 1];
        Span<long> positions = stackalloc long[LaneState.Lanes + 1];
        FindStarts(marks, starts, positions);
        LaneState lanes = default;
        for (int lane = 0; lane < LaneState.Lanes; lane++)
        {
            lanes.Places[lane] = starts[lane];
            lanes.Columns[lane] = -1;
            MoveOn(ref lanes, lane, positions[lane]);
        }

        if (way == GatherWay.Instruction)
        {
            RunRounds<VectorGather>(ref lanes, starts[1..]);
        }
        else
        {
            RunRounds<ScalarGather>(ref lanes, starts[1..]);
        }

        for (int lane = 0; lane < LaneState.Lanes; lane++)
        {
            FinishLane(ref lanes, lane, starts[lane + 1], positions[lane + 1]);
        }

        const int Last = LaneState.Lanes - 1;
        for (int weight = 0; weight < afterMarks; weight++)
        {
            AddWeight(ref lanes, Last);
        }

        _stream.RequireEnd(lanes.Places[Last]);
        for (int lane = 0; lane < LaneState.Lanes; lane++)
        {
            _output[lanes.Rows[lane]] += lanes.Sums[lane];
        }
    }

    /// <summary>Distributes the stream over the lanes.</summary>
    /// <param name="marks">The stream's marks.</param>
    /// <param name="starts">Receives the first bit of each lane, and the end of the last one.</param>
    /// <param name="positions">Receives the position after the weight before each lane, and after the last one.</param>
    private void FindStarts(ReadOnlySpan<int> marks, Span<long> starts, Span<long> positions)
    {
        long total = 0;
        for (int end = StreamMarks.NumbersPerGroup - 2; end < marks.Length; end += StreamMarks.NumbersPerGroup)
        {
            total += marks[end];
        }

        (long groupBit, long groupPosition) = (0, 0);
        (long bit, long position) = (0, 0);
        (starts[0], positions[0]) = (0, 0);
        int lane = 1;
        for (int mark = 0; mark < marks.Length; mark += 2)
        {
            if (groupBit + marks[mark] <= bit || groupPosition + marks[mark + 1] <= position)
            {
                ThrowHelper.CorruptWeights("the stream contradicts its marks");
            }

            (bit, position) = (groupBit + marks[mark], groupPosition + marks[mark + 1]);
            for (; lane < starts.Length && bit * LaneState.Lanes >= total * lane; lane++)
            {
                (starts[lane], positions[lane]) = (bit, position);
            }

            if ((mark + 2) % StreamMarks.NumbersPerGroup == 0)
            {
                (groupBit, groupPosition) = (bit, position);
            }
        }

        _stream.RequireInside(bit);
    }

    /// <summary>Reads what is left of a lane; where it ends the next one must have begun.</summary>
    private void FinishLane(ref LaneState lanes, int lane, long end, long endPosition)
    {
        if ((lanes.Entries[lane] & PairTable.Partial) != 0)
        {
            AddIndex(ref lanes, lane);
        }

        while (lanes.Places[lane] < end)
        {
            AddWeight(ref lanes, lane);
        }

        long position = ((long)lanes.Rows[lane] * _columns) + lanes.Columns[lane] + 1;
        if (lanes.Places[lane] != end || position != endPosition)
        {
            ThrowHelper.CorruptWeights("the stream contradicts its marks");
        }
    }

    /// <summary>Sees to a lane whose look-up has led beyond its row, or nowhere.</summary>
    private void Attend(ref LaneState lanes, int lane)
    {
        uint entry = lanes.Entries[lane];
        if ((int)entry >= 0)
        {
            MoveOn(ref lanes, lane, 0);
            return;
        }

        if (PairTable.CodeOf(entry) == PairTable.NoClass)
        {
            ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
        }

        // The look-up is undone; its weight is read from the stream, and a new container from behind it.
        lanes.Columns[lane] -= (int)(entry >> PairTable.StepShift);
        lanes.Places[lane] += BitOperations.TrailingZeroCount(lanes.Containers[lane]);
        AddWeight(ref lanes, lane);
        lanes.Entries[lane] = 0;
        lanes.Containers[lane] = _stream.Peek(lanes.Places[lane]) | 1;
    }

    /// <summary>Reads the next weight of a lane and adds its product.</summary>
    private void AddWeight(ref LaneState lanes, int lane)
    {
        uint entry = _table[_stream.Peek(lanes.Places[lane]) >> (64 - WeightTable.Bits)];
        if ((int)entry < 0)
        {
            lanes.Places[lane] += PairTable.CodewordLength(entry);
            MoveOn(ref lanes, lane, _stream.ReadStep(ref lanes.Places[lane], PairTable.CodeOf(entry), _gapResolution));
            AddIndex(ref lanes, lane);
            return;
        }

        lanes.Places[lane] += entry & WeightTable.LengthMask;
        MoveOn(ref lanes, lane, entry >> PairTable.StepShift);
        if ((entry & PairTable.Partial) != 0)
        {
            AddIndex(ref lanes, lane);
        }
        else
        {
            AddProduct(ref lanes, lane, entry);
        }
    }

    /// <summary>Reads the index of a weight whose gap has been read, and adds its product.</summary>
    private void AddIndex(ref LaneState lanes, int lane)
    {
        uint entry = _table[PairTable.Indices + (_stream.Peek(lanes.Places[lane]) >> (64 - WeightTable.Bits))];
        if ((int)entry < 0)
        {
            ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
        }

        lanes.Places[lane] += entry & WeightTable.LengthMask;
        AddProduct(ref lanes, lane, entry);
    }

    private void AddProduct(ref LaneState lanes, int lane, uint entry) =>
        lanes.Sums[lane] += _codebook[PairTable.CodeOf(entry)] * _input[lanes.Columns[lane]];

    /// <summary>Moves a lane on by a step, and on to the row it leads to; the sum of the row before is complete, or the lane's part of it.</summary>
    private void MoveOn(ref LaneState lanes, int lane, long step)
    {
        long column = lanes.Columns[lane] + step;
        if (column >= _columns)
        {
            (long rows, column) = Math.DivRem(column, _columns);
            if (lanes.Rows[lane] + rows >= _rows)
            {
                ThrowHelper.CorruptWeights("a gap leads beyond the tensor's end");
            }

            _output[lanes.Rows[lane]] += lanes.Sums[lane];
            lanes.Sums[lane] = 0;
            lanes.Rows[lane] += (int)rows;
        }

        lanes.Columns[lane] = (int)column;
    }
}
