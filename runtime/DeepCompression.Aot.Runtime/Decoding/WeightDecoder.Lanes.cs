using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <content>Eight lanes that run through a group of weights at once.</content>
/// <remarks>
/// The lanes take turns at reading a weight with two look-ups and no branch that depends on the stream. All they have in common is the
/// weight's number; a lane's own state, a container of bits, stays in a register for a round of as many weights as a container
/// usually holds. A container ends with a one: where that has been shifted out, the round took more bits than there were, or met a
/// gap too long for its look-up, and the lane reads it again one weight after another. Lanes know steps, not positions, which are
/// added up when the group is complete.
/// </remarks>
internal ref partial struct WeightDecoder
{
    /// <summary>Bits of a container that a round takes on average: of 63, so that few rounds take more.</summary>
    private const int BitsPerRound = 50;

    /// <summary>The most bits of a weight: both codewords, and the plain bits of a gap.</summary>
    private const int MaxWeightBits = (2 * WeightTable.Bits) + 31;

    /// <summary>The longest step of which a group's sum surely has no more than 32 bits, wherever in a tensor it begins.</summary>
    private const uint MaxLaneStep = (1u << 31) / StreamMarks.GroupLength;

    /// <summary>Whether no gap that the code can name is too long for lanes.</summary>
    private static bool GapsFitLanes(in PackedTensor tensor) =>
        (uint)GapClasses.First(tensor.GapLengths.Length, tensor.GapResolution) <= MaxLaneStep;

    /// <summary>Reads a whole group, each lane its part of the spans.</summary>
    private void ReadGroup(Span<int> positions, Span<byte> codes)
    {
        Span<uint> steps = MemoryMarshal.Cast<int, uint>(positions);
        Span<long> lanes = stackalloc long[StreamMarks.Lanes];
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = LaneStart(lane);
        }

        // What might reach the end of the stream is left to the slower loop.
        int done = SafeWeights(lanes);
        ReadRounds(lanes, done, steps, codes);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            ReadSteps(ref lanes[lane], lane, done, StreamMarks.LaneLength - done, steps, codes);
        }

        uint before = _next - 1;
        uint last = RunningSum.Replace(steps, WeightTable.ValueShift, before);
        RequireLanesMeet(lanes, steps, before);
        RequireInside((ulong)last + 1);
        _bit = lanes[^1];
        _next = last + 1;
    }

    /// <summary>Reads rounds of all lanes.</summary>
    /// <param name="lanes">The lanes' places in the stream.</param>
    /// <param name="end">The weights to read of each; the stream does not end before them.</param>
    /// <param name="steps">Receives the table's entries of a group's gaps.</param>
    /// <param name="codes">Receives a group's codes.</param>
    private readonly void ReadRounds(Span<long> lanes, int end, Span<uint> steps, Span<byte> codes)
    {
        ref ulong words = ref MemoryMarshal.GetReference(_words);
        ref uint table = ref MemoryMarshal.GetReference(_table);
        ref uint step = ref MemoryMarshal.GetReference(steps[..StreamMarks.GroupLength]);
        ref byte code = ref MemoryMarshal.GetReference(codes[..StreamMarks.GroupLength]);
        ref long lane = ref MemoryMarshal.GetReference(lanes[..StreamMarks.Lanes]);
        int round = _weightsPerRound;
        for (int read = 0; read < end; read += round)
        {
            round = Math.Min(round, end - read);
            ulong bits0 = Container(in words, lane);
            ulong bits1 = Container(in words, Unsafe.Add(ref lane, 1));
            ulong bits2 = Container(in words, Unsafe.Add(ref lane, 2));
            ulong bits3 = Container(in words, Unsafe.Add(ref lane, 3));
            ulong bits4 = Container(in words, Unsafe.Add(ref lane, 4));
            ulong bits5 = Container(in words, Unsafe.Add(ref lane, 5));
            ulong bits6 = Container(in words, Unsafe.Add(ref lane, 6));
            ulong bits7 = Container(in words, Unsafe.Add(ref lane, 7));
            nint weight = read;
            for (nint next = weight + round; weight < next; weight++)
            {
                Next(ref bits0, in table, ref step, ref code, weight, 0);
                Next(ref bits1, in table, ref step, ref code, weight, 1 * StreamMarks.LaneLength);
                Next(ref bits2, in table, ref step, ref code, weight, 2 * StreamMarks.LaneLength);
                Next(ref bits3, in table, ref step, ref code, weight, 3 * StreamMarks.LaneLength);
                Next(ref bits4, in table, ref step, ref code, weight, 4 * StreamMarks.LaneLength);
                Next(ref bits5, in table, ref step, ref code, weight, 5 * StreamMarks.LaneLength);
                Next(ref bits6, in table, ref step, ref code, weight, 6 * StreamMarks.LaneLength);
                Next(ref bits7, in table, ref step, ref code, weight, 7 * StreamMarks.LaneLength);
            }

            MoveOn(lanes, 0, bits0, read, round, steps, codes);
            MoveOn(lanes, 1, bits1, read, round, steps, codes);
            MoveOn(lanes, 2, bits2, read, round, steps, codes);
            MoveOn(lanes, 3, bits3, read, round, steps, codes);
            MoveOn(lanes, 4, bits4, read, round, steps, codes);
            MoveOn(lanes, 5, bits5, read, round, steps, codes);
            MoveOn(lanes, 6, bits6, read, round, steps, codes);
            MoveOn(lanes, 7, bits7, read, round, steps, codes);
        }
    }

    /// <summary>The bits from a place on, and a one behind them that tells later how many were used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Container(in ulong words, long bit)
    {
        ref readonly ulong word = ref Unsafe.Add(ref Unsafe.AsRef(in words), (nint)(bit >> 6));
        int offset = (int)bit;
        return (word << offset) | (Unsafe.Add(ref Unsafe.AsRef(in word), 1) >> 1 >> ~offset) | 1;
    }

    /// <summary>Reads the next weight of a lane, for a place so far behind that of the first lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref ulong bits, in uint table, ref uint steps, ref byte codes, nint weight, int behind)
    {
        ref uint gaps = ref Unsafe.AsRef(in table);
        uint gap = Unsafe.Add(ref gaps, (nint)(bits >> (64 - WeightTable.Bits)));
        bits <<= (int)gap;
        Unsafe.Add(ref Unsafe.Add(ref steps, weight), behind) = gap;
        ref ushort indices = ref Unsafe.As<uint, ushort>(ref Unsafe.Add(ref gaps, WeightTable.Indices));
        uint index = Unsafe.Add(ref indices, (nint)(bits >> (64 - WeightTable.Bits)));
        bits <<= (int)index;
        Unsafe.Add(ref Unsafe.Add(ref codes, weight), behind) = (byte)(index >> WeightTable.ValueShift);
    }

    /// <summary>Moves a lane on to where its container has been used up to; where that was too short, reads the round again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void MoveOn(Span<long> lanes, int lane, ulong container, int read, int round, Span<uint> steps, Span<byte> codes)
    {
        // A one in the highest place may also be what an entry without length has left.
        if (container << 1 == 0)
        {
            ReadSteps(ref lanes[lane], lane, read, round, steps, codes);
        }
        else
        {
            lanes[lane] += BitOperations.TrailingZeroCount(container);
        }
    }

    /// <summary>Reads some weights of a lane, from one on, as entries of the table would tell of their gaps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ReadSteps(ref long bit, int lane, int first, int count, Span<uint> steps, Span<byte> codes)
    {
        first += lane * StreamMarks.LaneLength;
        for (int weight = first; weight < first + count; weight++)
        {
            steps[weight] = ReadWeight(ref bit, out codes[weight]) << WeightTable.ValueShift;
        }
    }

    /// <summary>Weights of each lane that surely end before the stream does.</summary>
    private readonly int SafeWeights(ReadOnlySpan<long> lanes)
    {
        long weights = StreamMarks.LaneLength;
        foreach (long bit in lanes)
        {
            // A container is filled from two words.
            long left = bit < 0 ? 0 : (64L * (_words.Length - 2)) - bit;
            weights = Math.Clamp(left / MaxWeightBits, 0, weights);
        }

        return (int)weights;
    }

    /// <summary>The bit at which a lane of the next group begins.</summary>
    private readonly long LaneStart(int lane) => lane == 0 ? _bit : _bit + _marks[MarkOf(lane)];

    /// <summary>Where one lane has ended the next must have begun, or the marks belong to another stream.</summary>
    private readonly void RequireLanesMeet(ReadOnlySpan<long> ends, ReadOnlySpan<uint> positions, uint before)
    {
        for (int lane = 1; lane <= ends.Length; lane++)
        {
            uint last = positions[(lane * StreamMarks.LaneLength) - 1];
            if (ends[lane - 1] != LaneStart(lane) || last - before != (uint)_marks[MarkOf(lane) + 1])
            {
                ThrowHelper.CorruptWeights("the stream contradicts its marks");
            }
        }
    }

    /// <summary>The place of the two numbers that mark the start of a lane of the next group.</summary>
    private readonly int MarkOf(int lane) => (_read / StreamMarks.GroupLength * StreamMarks.NumbersPerGroup) + (2 * (lane - 1));
}
