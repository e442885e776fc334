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

    /// <summary>Looks up and adds while every lane has a round left.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="ends">The bit at which each ends.</param>
    private void RunRounds(ref LaneState lanes, ReadOnlySpan<long> ends)
    {
        long* limits = stackalloc long[LaneState.Lanes];
        for (int lane = 0; lane < LaneState.Lanes; lane++)
        {
            // Each look-up may turn out to be a weight of the longest kind; containers are filled from two words.
            limits[lane] = Math.Min(ends[lane] - (LookUpsPerRound * MaxWeightBits), (64L * (_stream.WordCount - 1)) - 1);
        }

        fixed (LaneState* state = &lanes)
        {
            RunRounds(state, limits);
        }
    }

    private void RunRounds(LaneState* state, long* limits)
    {
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
            Vector512<ulong> bits0 = Containers(state->Places), bits1 = Containers(state->Places + 8);
            Vector512<ulong> bits2 = Containers(state->Places + 16), bits3 = Containers(state->Places + 24);
            for (int look = 0; look < LookUpsPerRound; look++)
            {
                entry0 = LookUp(table, ref bits0, entry0, ref column0);
                entry1 = LookUp(table, ref bits1, entry1, ref column1);
                entry2 = LookUp(table, ref bits2, entry2, ref column2);
                entry3 = LookUp(table, ref bits3, entry3, ref column3);

                // Negative where a lane needs attention: the column is beyond the row, or the entry an escape.
                Vector256<int> attention0 = (lastColumn - column0) | entry0.AsInt32(), attention1 = (lastColumn - column1) | entry1.AsInt32();
                Vector256<int> attention2 = (lastColumn - column2) | entry2.AsInt32(), attention3 = (lastColumn - column3) | entry3.AsInt32();
                if (Avx.MoveMask((attention0 | attention1 | attention2 | attention3).AsSingle()) != 0)
                {
                    Store(state->Containers, bits0, bits1, bits2, bits3);
                    Store(state->Columns, column0, column1, column2, column3);
                    Store(state->Entries, entry0, entry1, entry2, entry3);
                    Store(state->Sums, sum0, sum1, sum2, sum3);
                    Attend(state, Mask(attention0) | (Mask(attention1) << 8) | (Mask(attention2) << 16) | (Mask(attention3) << 24));
                    Load(state->Containers, out bits0, out bits1, out bits2, out bits3);
                    Load(state->Columns, out column0, out column1, out column2, out column3);
                    Load(state->Entries, out entry0, out entry1, out entry2, out entry3);
                    Load(state->Sums, out sum0, out sum1, out sum2, out sum3);
                }

                sum0 = Add(sum0, entry0, column0, codebook, input);
                sum1 = Add(sum1, entry1, column1, codebook, input);
                sum2 = Add(sum2, entry2, column2, codebook, input);
                sum3 = Add(sum3, entry3, column3, codebook, input);
            }

            MoveOn(state->Places, bits0);
            MoveOn(state->Places + 8, bits1);
            MoveOn(state->Places + 16, bits2);
            MoveOn(state->Places + 24, bits3);
        }

        Store(state->Columns, column0, column1, column2, column3);
        Store(state->Entries, entry0, entry1, entry2, entry3);
        Store(state->Sums, sum0, sum1, sum2, sum3);
    }

    /// <summary>Whether no lane is beyond its limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreWithin(long* places, long* limits)
    {
        Vector512<long> beyond = Vector512.GreaterThan(Vector512.Load(places), Vector512.Load(limits))
            | Vector512.GreaterThan(Vector512.Load(places + 8), Vector512.Load(limits + 8))
            | Vector512.GreaterThan(Vector512.Load(places + 16), Vector512.Load(limits + 16))
            | Vector512.GreaterThan(Vector512.Load(places + 24), Vector512.Load(limits + 24));
        return beyond == Vector512<long>.Zero;
    }

    /// <summary>The bits of eight lanes from their places on, and a one behind them that tells later how many were used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<ulong> Containers(long* places)
    {
        Vector512<long> place = Vector512.Load(places);
        Vector512<long> word = place >>> 6;
        Vector512<ulong> offset = (place & Vector512.Create(63L)).AsUInt64();
        Vector512<ulong> first = Avx512F.ShiftLeftLogicalVariable(Words(_words, word), offset);
        Vector512<ulong> second = Avx512F.ShiftRightLogicalVariable(Words(_words + 1, word) >>> 1, Vector512.Create(63ul) - offset);
        return first | second | Vector512<ulong>.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Words(ulong* words, Vector512<long> word) => Vector512.Create(
        Avx2.GatherVector256(words, word.GetLower(), sizeof(ulong)), Avx2.GatherVector256(words, word.GetUpper(), sizeof(ulong)));

    /// <summary>Looks up what comes next in eight lanes: a weight, or after a gap alone its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LookUp(uint* table, ref Vector512<ulong> bits, Vector256<uint> before, ref Vector256<int> column)
    {
        Vector256<int> place = Avx512F.ConvertToVector256Int32(bits >>> (64 - WeightTable.Bits))
            | (before & Vector256.Create(PairTable.Partial)).AsInt32();
        Vector256<uint> entry = Avx2.GatherVector256(table, place, sizeof(uint));
        Vector256<uint> length = entry & Vector256.Create(WeightTable.LengthMask);
        bits = Avx512F.ShiftLeftLogicalVariable(bits, Avx512F.ConvertToVector512UInt64(length));
        column += (entry >>> PairTable.StepShift).AsInt32();
        return entry;
    }

    /// <summary>Adds the products of eight lanes; none where the entry has no code, so that infinity times 0 never arises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> sum, Vector256<uint> entry, Vector256<int> column, float* codebook, float* input)
    {
        Vector512<uint> code = (entry >>> PairTable.CodeShift).ToVector512Unsafe();
        Vector256<float> weight = WindowSteps.Look(Vector512.Load(codebook), code, Vector512.Load(codebook + 16)).GetLower();
        Vector256<float> added = Fma.MultiplyAdd(weight, Avx2.GatherVector256(input, column, sizeof(float)), sum);
        Vector256<uint> isNone = Vector256.Equals(entry & Vector256.Create(PairTable.CodeMask), Vector256<uint>.Zero);
        return Vector256.ConditionalSelect(isNone.AsSingle(), sum, added);
    }

    /// <summary>Moves eight lanes on to where their containers have been used up to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveOn(long* places, Vector512<ulong> containers)
    {
        Vector512<ulong> lowestOne = containers & (Vector512<ulong>.Zero - containers);
        Vector512<long> used = Vector512.Create(63L) - Avx512CD.LeadingZeroCount(lowestOne).AsInt64();
        (Vector512.Load(places) + used).Store(places);
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
    private static void Store<T>(T* target, Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T>(T* source, out Vector512<T> first, out Vector512<T> second, out Vector512<T> third, out Vector512<T> fourth)
        where T : unmanaged
    {
        first = Vector512.Load(source);
        second = Vector512.Load(source + 8);
        third = Vector512.Load(source + 16);
        fourth = Vector512.Load(source + 24);
    }
}
