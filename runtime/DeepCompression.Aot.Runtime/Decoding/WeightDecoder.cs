using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Decodes the non-zero weights of a packed tensor, block by block; where the stream has marks (<see cref="StreamMarks"/>), in eight
/// lanes at once. Never reads outside the stream: words past its end count as zero, and what was used up is compared with the end
/// after every block.
/// </summary>
/// <remarks>
/// Four lanes take turns at reading a weight with two look-ups and no branch that depends on the stream; their state, a container of
/// bits and a position each, stays in registers for a round of as many weights as a container usually holds. The processor overlaps
/// that with the round of the other four. A container ends with a one: where that has been shifted out, the round took more bits
/// than there were, or met a gap too long for its look-up, and the lane reads it again one weight after another.
/// </remarks>
internal ref struct WeightDecoder
{
    /// <summary>Weights worth decoding at a time: few enough for the stack, and a whole group of lanes.</summary>
    public const int BlockLength = StreamMarks.GroupLength;

    /// <summary>Bits of a container that a round takes on average: of 63, so that few rounds take more.</summary>
    private const int BitsPerRound = 50;

    /// <summary>The most bits of a weight: both codewords, and the plain bits of a gap.</summary>
    private const int MaxWeightBits = (2 * WeightTable.Bits) + 31;

    /// <summary>Lanes whose state fits the registers.</summary>
    private const int LanesPerTurn = 4;

    private readonly ReadOnlySpan<ulong> _words;
    private readonly ReadOnlySpan<uint> _table;
    private readonly ReadOnlySpan<int> _marks;
    private readonly uint _elementCount;
    private readonly int _gapResolution;
    private readonly int _weightCount;
    private readonly int _weightsPerRound;
    private int _read;
    private Cursor _cursor = new() { Last = uint.MaxValue };

    /// <summary>Builds the tables.</summary>
    /// <param name="tensor">The tensor to decode.</param>
    /// <param name="table">Room for <see cref="WeightTable.Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form prefix codes.</exception>
    public WeightDecoder(in PackedTensor tensor, Span<uint> table)
    {
        _words = tensor.Words;
        _table = table[..WeightTable.Length];
        _marks = tensor.Marks;
        _elementCount = (uint)(tensor.Rows * tensor.LiveColumns);
        _gapResolution = tensor.GapResolution;
        _weightCount = tensor.WeightCount;
        if (_weightCount > 0)
        {
            WeightTable.Build(tensor, table);
            _weightsPerRound = (int)Math.Clamp((long)BitsPerRound * _weightCount / (64L * _words.Length), 1, StreamMarks.LaneLength);
        }
    }

    /// <summary>Decodes the next weights, as many as the spans hold or are left.</summary>
    /// <param name="positions">
    /// Receives each weight's place among the live columns, row-major, strictly ascending; <see cref="BlockLength"/> places are best.
    /// </param>
    /// <param name="codes">Receives each weight's codebook index plus one; at least as long as <paramref name="positions"/>.</param>
    /// <returns>The number of weights decoded; 0 after the last.</returns>
    /// <exception cref="InvalidOperationException">The stream breaks a rule.</exception>
    public int Read(Span<int> positions, Span<byte> codes)
    {
        int count = Math.Min(_weightCount - _read, positions.Length);
        if (!_marks.IsEmpty && count >= StreamMarks.GroupLength && _read % StreamMarks.GroupLength == 0)
        {
            count = StreamMarks.GroupLength;
            ReadGroup(positions[..count], codes[..count]);
        }
        else
        {
            ReadOneByOne(ref _cursor, positions[..count], codes[..count]);
        }

        _read += count;
        RequireWithinStream();
        return count;
    }

    /// <summary>Reads a whole group, each lane its part of the spans.</summary>
    private void ReadGroup(Span<int> positions, Span<byte> codes)
    {
        Span<Cursor> lanes = stackalloc Cursor[StreamMarks.Lanes];
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = LaneStart(lane);
        }

        // What is less than a round, or might reach the end of the stream, is left to the slower loop.
        int done = SafeRounds(lanes) * _weightsPerRound;
        ReadRounds(lanes, done, positions, codes);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            ReadOneByOne(ref lanes[lane], lane, done, StreamMarks.LaneLength - done, positions, codes);
        }

        RequireLanesMeet(lanes);
        _cursor = lanes[^1];
    }

    /// <summary>Reads rounds of all lanes.</summary>
    /// <param name="lanes">The lanes' places in the stream.</param>
    /// <param name="end">The weights to read of each, a whole number of rounds; the stream does not end before them.</param>
    /// <param name="positions">Receives a group's positions.</param>
    /// <param name="codes">Receives a group's codes.</param>
    private readonly void ReadRounds(Span<Cursor> lanes, int end, Span<int> positions, Span<byte> codes)
    {
        ref ulong words = ref MemoryMarshal.GetReference(_words);
        ref uint table = ref MemoryMarshal.GetReference(_table);
        ref ushort indices = ref Unsafe.As<uint, ushort>(ref Unsafe.Add(ref table, WeightTable.Indices));
        ref int position = ref MemoryMarshal.GetReference(positions[..StreamMarks.GroupLength]);
        ref byte code = ref MemoryMarshal.GetReference(codes[..StreamMarks.GroupLength]);
        int step = _weightsPerRound;
        for (int read = 0; read < end; read += step)
        {
            for (int first = 0; first < lanes.Length; first += LanesPerTurn)
            {
                ref Cursor lane0 = ref lanes[first];
                ref Cursor lane1 = ref lanes[first + 1];
                ref Cursor lane2 = ref lanes[first + 2];
                ref Cursor lane3 = ref lanes[first + 3];
                (ulong bits0, ulong bits1) = (Container(in words, lane0.Bit), Container(in words, lane1.Bit));
                (ulong bits2, ulong bits3) = (Container(in words, lane2.Bit), Container(in words, lane3.Bit));
                (uint last0, uint last1, uint last2, uint last3) = (lane0.Last, lane1.Last, lane2.Last, lane3.Last);
                nint weight = (first * StreamMarks.LaneLength) + read;
                for (nint next = weight + step; weight < next; weight++)
                {
                    Next(ref bits0, ref last0, in table, in indices, ref position, ref code, weight, 0);
                    Next(ref bits1, ref last1, in table, in indices, ref position, ref code, weight, 1 * StreamMarks.LaneLength);
                    Next(ref bits2, ref last2, in table, in indices, ref position, ref code, weight, 2 * StreamMarks.LaneLength);
                    Next(ref bits3, ref last3, in table, in indices, ref position, ref code, weight, 3 * StreamMarks.LaneLength);
                }

                if (!lane0.TryMoveOn(bits0, last0))
                {
                    ReadOneByOne(ref lane0, first, read, step, positions, codes);
                }

                if (!lane1.TryMoveOn(bits1, last1))
                {
                    ReadOneByOne(ref lane1, first + 1, read, step, positions, codes);
                }

                if (!lane2.TryMoveOn(bits2, last2))
                {
                    ReadOneByOne(ref lane2, first + 2, read, step, positions, codes);
                }

                if (!lane3.TryMoveOn(bits3, last3))
                {
                    ReadOneByOne(ref lane3, first + 3, read, step, positions, codes);
                }
            }
        }
    }

    /// <summary>Reads some weights of a lane, from one on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ReadOneByOne(ref Cursor cursor, int lane, int first, int count, Span<int> positions, Span<byte> codes)
    {
        first += lane * StreamMarks.LaneLength;
        ReadOneByOne(ref cursor, positions.Slice(first, count), codes.Slice(first, count));
    }

    /// <summary>Rounds of a group that surely end before the stream does.</summary>
    private readonly int SafeRounds(ReadOnlySpan<Cursor> lanes)
    {
        long rounds = StreamMarks.LaneLength / _weightsPerRound;
        foreach (ref readonly Cursor lane in lanes)
        {
            // A container is filled from two words.
            long bits = lane.Bit < 0 ? 0 : (64L * (_words.Length - 2)) - lane.Bit;
            rounds = Math.Clamp(bits / (_weightsPerRound * MaxWeightBits), 0, rounds);
        }

        return (int)rounds;
    }

    /// <summary>The bits from a place on, and a one behind them that tells later how many were used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Container(in ulong words, long bit)
    {
        ref readonly ulong word = ref Unsafe.Add(ref Unsafe.AsRef(in words), (nint)(bit >> 6));
        int offset = (int)bit;
        return (word << offset) | (Unsafe.Add(ref Unsafe.AsRef(in word), 1) >> 1 >> ~offset) | 1;
    }

    /// <summary>Reads the next weight of a lane, for a place so far behind that of the first of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(
        ref ulong bits, ref uint last, in uint gaps, in ushort indices, ref int positions, ref byte codes, nint weight, int behind)
    {
        uint gap = Unsafe.Add(ref Unsafe.AsRef(in gaps), (nint)(bits >> (64 - WeightTable.Bits)));
        bits <<= (int)gap;
        last += gap >> WeightTable.ValueShift;
        Unsafe.Add(ref Unsafe.Add(ref positions, weight), behind) = (int)last;
        uint index = Unsafe.Add(ref Unsafe.AsRef(in indices), (nint)(bits >> (64 - WeightTable.Bits)));
        bits <<= (int)index;
        Unsafe.Add(ref Unsafe.Add(ref codes, weight), behind) = (byte)(index >> WeightTable.ValueShift);
    }

    /// <summary>Fills spans of one length with the weights from a place on.</summary>
    private readonly void ReadOneByOne(ref Cursor cursor, Span<int> positions, Span<byte> codes)
    {
        ReadOnlySpan<ushort> indices = MemoryMarshal.Cast<uint, ushort>(_table[WeightTable.Indices..]);
        for (int weight = 0; weight < positions.Length; weight++)
        {
            uint gap = _table[(int)(Peek(cursor.Bit) >> (64 - WeightTable.Bits))];
            ulong next = cursor.Last + 1;
            if ((gap & WeightTable.LengthMask) == WeightTable.NoLength)
            {
                next += ReadLongGap(ref cursor, gap);
            }
            else
            {
                cursor.Bit += gap & WeightTable.LengthMask;
                next += gap >> WeightTable.ValueShift;
            }

            RequireInside(next);
            ushort index = indices[(int)(Peek(cursor.Bit) >> (64 - WeightTable.Bits))];
            if (index == WeightTable.Invalid)
            {
                ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
            }

            cursor.Bit += index & WeightTable.LengthMask;
            cursor.Last = (uint)next - 1;
            positions[weight] = (int)cursor.Last;
            codes[weight] = (byte)(index >> WeightTable.ValueShift);
        }
    }

    /// <summary>Reads a gap in two parts, codeword and plain bits; the positions to go on for it and its weight.</summary>
    private readonly uint ReadLongGap(ref Cursor cursor, uint entry)
    {
        int gapClass = (int)(entry >> WeightTable.ValueShift) & byte.MaxValue;
        int extra = GapClasses.ExtraBits(gapClass, _gapResolution);
        cursor.Bit += entry >> WeightTable.CodewordShift;
        ulong place = Peek(cursor.Bit) >> 1 >> (63 - extra);
        cursor.Bit += extra;
        return (uint)GapClasses.First(gapClass, _gapResolution) + (uint)place + 1;
    }

    /// <summary>The 64 bits from a position on; beyond the end they are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Peek(long bit)
    {
        int word = (int)(bit >> 6);
        int offset = (int)bit & 63;
        ReadOnlySpan<ulong> words = _words;
        ulong first = (uint)word < (uint)words.Length ? words[word] : 0;
        ulong second = (uint)(word + 1) < (uint)words.Length ? words[word + 1] : 0;
        return (first << offset) | (second >> 1 >> (63 - offset));
    }

    /// <summary>Where a lane of the next group begins.</summary>
    private readonly Cursor LaneStart(int lane)
    {
        if (lane == 0)
        {
            return _cursor;
        }

        int mark = (_read / StreamMarks.GroupLength * StreamMarks.NumbersPerGroup) + (2 * (lane - 1));
        return new Cursor { Bit = _cursor.Bit + _marks[mark], Last = _cursor.Last + (uint)_marks[mark + 1] };
    }

    /// <summary>Where one lane has ended the next must have begun, or the marks belong to another stream.</summary>
    private readonly void RequireLanesMeet(ReadOnlySpan<Cursor> ends)
    {
        RequireInside(ends[^1].Last + 1);
        for (int lane = 1; lane < ends.Length; lane++)
        {
            Cursor start = LaneStart(lane);
            if (ends[lane - 1].Bit != start.Bit || ends[lane - 1].Last != start.Last)
            {
                ThrowHelper.CorruptWeights("the stream contradicts its marks");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void RequireInside(ulong next)
    {
        if (next > _elementCount)
        {
            ThrowHelper.CorruptWeights("a gap leads beyond the tensor's end");
        }
    }

    private readonly void RequireWithinStream()
    {
        long left = (_words.Length * 64L) - _cursor.Bit;
        if (left < 0)
        {
            ThrowHelper.CorruptWeights("the stream ends early");
        }

        if (_read == _weightCount && (left >= 64 || Peek(_cursor.Bit) != 0))
        {
            ThrowHelper.CorruptWeights("the stream goes on after the last weight");
        }
    }

    /// <summary>A place in the stream from which weights are read on.</summary>
    private struct Cursor
    {
        /// <summary>The number of its first bit.</summary>
        public long Bit;

        /// <summary>The position of the weight before; −1 at the start.</summary>
        public uint Last;

        /// <summary>Goes on to where a container has been used up to, unless it was too short.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryMoveOn(ulong container, uint last)
        {
            // A one in the highest place may also be what an entry without length has left.
            if (container << 1 == 0)
            {
                return false;
            }

            Bit += BitOperations.TrailingZeroCount(container);
            Last = last;
            return true;
        }
    }
}
