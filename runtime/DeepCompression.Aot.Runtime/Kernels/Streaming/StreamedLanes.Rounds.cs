using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <content>Rounds of look-ups of all lanes.</content>
internal readonly unsafe ref partial struct StreamedLanes
{
    /// <summary>Look-ups for which a container has bits enough: 63 of its own.</summary>
    private const int LookUpsPerRound = 5;

    /// <summary>The most bits of a weight: both codewords, and the plain bits of a gap.</summary>
    private const int MaxWeightBits = (2 * WeightTable.Bits) + 31;

    /// <summary>Looks up and adds while every lane has a round left, with the widest vectors that there are.</summary>
    private void RunRounds<TGather>(ref LaneState lanes, ReadOnlySpan<long> ends)
        where TGather : struct, IGather
    {
        if (LaneVectors512<TGather>.IsSupported && _codebookLength <= LaneVectors512<TGather>.MaxCodebookLength)
        {
            RunRounds<Vector512<ulong>, LaneVectors512<TGather>, TGather>(ref lanes, ends);
        }
        else
        {
            RunRounds<LaneContainers, LaneVectors256<TGather>, TGather>(ref lanes, ends);
        }
    }

    /// <summary>Looks up and adds while every lane has a round left.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="ends">The bit at which each ends.</param>
    private void RunRounds<TBits, TVectors, TGather>(ref LaneState lanes, ReadOnlySpan<long> ends)
        where TBits : struct
        where TVectors : struct, ILaneVectors<TBits>
        where TGather : struct, IGather
    {
        long* limits = stackalloc long[LaneState.Lanes];
        for (int lane = 0; lane < LaneState.Lanes; lane++)
        {
            // Each look-up may turn out to be a weight of the longest kind; containers are filled from two words.
            limits[lane] = Math.Min(ends[lane] - (LookUpsPerRound * MaxWeightBits), (64L * (_stream.WordCount - 1)) - 1);
        }

        fixed (LaneState* state = &lanes)
        {
            RunRounds<TBits, TVectors, TGather>(state, limits);
        }
    }

    private void RunRounds<TBits, TVectors, TGather>(LaneState* state, long* limits)
        where TBits : struct
        where TVectors : struct, ILaneVectors<TBits>
        where TGather : struct, IGather
    {
        ulong* words = _words;
        uint* table = _table;
        float* codebook = _codebook;
        float* input = _input;
        var lastColumn = Vector256.Create(_columns - 1);
        Vector256<int> column0 = Vector256.Load(state->Columns), column1 = Vector256.Load(state->Columns + 8);
        Vector256<int> column2 = Vector256.Load(state->Columns + 16), column3 = Vector256.Load(state->Columns + 24);
        Vector256<uint> entry0 = default, entry1 = default, entry2 = default, entry3 = default;
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        while (AreWithin(state->Places, limits))
        {
            TBits bits0 = TVectors.Fill(words, state->Places), bits1 = TVectors.Fill(words, state->Places + 8);
            TBits bits2 = TVectors.Fill(words, state->Places + 16), bits3 = TVectors.Fill(words, state->Places + 24);
            for (int look = 0; look < LookUpsPerRound; look++)
            {
                entry0 = LookUp<TBits, TVectors, TGather>(table, ref bits0, entry0, ref column0);
                entry1 = LookUp<TBits, TVectors, TGather>(table, ref bits1, entry1, ref column1);
                entry2 = LookUp<TBits, TVectors, TGather>(table, ref bits2, entry2, ref column2);
                entry3 = LookUp<TBits, TVectors, TGather>(table, ref bits3, entry3, ref column3);

                // Negative where a lane needs attention: the column is beyond the row, or the entry an escape.
                Vector256<int> attention0 = (lastColumn - column0) | entry0.AsInt32(), attention1 = (lastColumn - column1) | entry1.AsInt32();
                Vector256<int> attention2 = (lastColumn - column2) | entry2.AsInt32(), attention3 = (lastColumn - column3) | entry3.AsInt32();
                if (Avx.MoveMask((attention0 | attention1 | attention2 | attention3).AsSingle()) != 0)
                {
                    TVectors.Store(bits0, state->Containers);
                    TVectors.Store(bits1, state->Containers + 8);
                    TVectors.Store(bits2, state->Containers + 16);
                    TVectors.Store(bits3, state->Containers + 24);
                    Store(state->Columns, column0, column1, column2, column3);
                    Store(state->Entries, entry0, entry1, entry2, entry3);
                    Store(state->Sums, sum0, sum1, sum2, sum3);
                    Attend(state, Mask(attention0) | (Mask(attention1) << 8) | (Mask(attention2) << 16) | (Mask(attention3) << 24));
                    (bits0, bits1) = (TVectors.Load(state->Containers), TVectors.Load(state->Containers + 8));
                    (bits2, bits3) = (TVectors.Load(state->Containers + 16), TVectors.Load(state->Containers + 24));
                    Load(state->Columns, out column0, out column1, out column2, out column3);
                    Load(state->Entries, out entry0, out entry1, out entry2, out entry3);
                    Load(state->Sums, out sum0, out sum1, out sum2, out sum3);
                }

                sum0 = Add<TBits, TVectors, TGather>(sum0, entry0, column0, codebook, input);
                sum1 = Add<TBits, TVectors, TGather>(sum1, entry1, column1, codebook, input);
                sum2 = Add<TBits, TVectors, TGather>(sum2, entry2, column2, codebook, input);
                sum3 = Add<TBits, TVectors, TGather>(sum3, entry3, column3, codebook, input);
            }

            TVectors.MoveOn(state->Places, bits0, state->Containers);
            TVectors.MoveOn(state->Places + 8, bits1, state->Containers + 8);
            TVectors.MoveOn(state->Places + 16, bits2, state->Containers + 16);
            TVectors.MoveOn(state->Places + 24, bits3, state->Containers + 24);
        }

        Store(state->Columns, column0, column1, column2, column3);
        Store(state->Entries, entry0, entry1, entry2, entry3);
        Store(state->Sums, sum0, sum1, sum2, sum3);
    }

    /// <summary>Whether no lane is beyond its limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreWithin(long* places, long* limits)
    {
        Vector256<long> beyond = Vector256<long>.Zero;
        for (int lane = 0; lane < LaneState.Lanes; lane += Vector256<long>.Count)
        {
            beyond |= Vector256.GreaterThan(Vector256.Load(places + lane), Vector256.Load(limits + lane));
        }

        return beyond == Vector256<long>.Zero;
    }

    /// <summary>Looks up what comes next in eight lanes: a weight, or after a gap alone its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LookUp<TBits, TVectors, TGather>(
        uint* table, ref TBits bits, Vector256<uint> before, ref Vector256<int> column)
        where TBits : struct
        where TVectors : struct, ILaneVectors<TBits>
        where TGather : struct, IGather
    {
        Vector256<int> place = TVectors.Next(bits) | (before & Vector256.Create(PairTable.Partial)).AsInt32();
        Vector256<uint> entry = TGather.At((float*)table, place).AsUInt32();
        bits = TVectors.Skip(bits, entry & Vector256.Create(WeightTable.LengthMask));
        column += (entry >>> PairTable.StepShift).AsInt32();
        return entry;
    }

    /// <summary>Adds the products of eight lanes; none where the entry has no code, so that infinity times 0 never arises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add<TBits, TVectors, TGather>(
        Vector256<float> sum, Vector256<uint> entry, Vector256<int> column, float* codebook, float* input)
        where TBits : struct
        where TVectors : struct, ILaneVectors<TBits>
        where TGather : struct, IGather
    {
        Vector256<float> weight = TVectors.Centroids(codebook, entry >>> PairTable.CodeShift);
        Vector256<float> added = Fma.MultiplyAdd(weight, TGather.At(input, column), sum);
        Vector256<uint> isNone = Vector256.Equals(entry & Vector256.Create(PairTable.CodeMask), Vector256<uint>.Zero);
        return Vector256.ConditionalSelect(isNone.AsSingle(), sum, added);
    }

    /// <summary>Sees to the lanes of a mask.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Attend(LaneState* state, uint mask)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            Attend(ref *state, BitOperations.TrailingZeroCount(mask));
        }
    }

    private static uint Mask(Vector256<int> signs) => (uint)Avx.MoveMask(signs.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* target, Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth)
        where T : unmanaged
    {
        first.Store(target);
        second.Store(target + 8);
        third.Store(target + 16);
        fourth.Store(target + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T>(T* source, out Vector256<T> first, out Vector256<T> second, out Vector256<T> third, out Vector256<T> fourth)
        where T : unmanaged
    {
        first = Vector256.Load(source);
        second = Vector256.Load(source + 8);
        third = Vector256.Load(source + 16);
        fourth = Vector256.Load(source + 24);
    }
}
