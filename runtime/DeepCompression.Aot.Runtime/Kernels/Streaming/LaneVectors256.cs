using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Eight lanes with AVX2: containers in two vectors, centroids gathered from a codebook of any length.</summary>
/// <remarks>
/// A vector of containers has the lanes 0, 1, 4 and 5, the other one 2, 3, 6 and 7: so halves of numbers become vectors of them, and the
/// other way round, within the parts of a vector that instructions do not cross.
/// </remarks>
internal readonly unsafe struct LaneVectors256<TGather> : ILaneVectors<LaneContainers>
    where TGather : struct, IGather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneContainers Load(ulong* containers) => new(LoadFour(containers), LoadFour(containers + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LaneContainers bits, ulong* containers)
    {
        bits.First.GetLower().Store(containers);
        bits.Second.GetLower().Store(containers + 2);
        bits.First.GetUpper().Store(containers + 4);
        bits.Second.GetUpper().Store(containers + 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneContainers Fill(ulong* words, long* places) => new(FillFour(words, places), FillFour(words, places + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Next(LaneContainers bits) =>
        Avx.Shuffle(Top(bits.First), Top(bits.Second), 0b10_00_10_00).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneContainers Skip(LaneContainers bits, Vector256<uint> lengths)
    {
        Vector256<ulong> first = Avx2.UnpackLow(lengths, Vector256<uint>.Zero).AsUInt64();
        Vector256<ulong> second = Avx2.UnpackHigh(lengths, Vector256<uint>.Zero).AsUInt64();
        return new(Avx2.ShiftLeftLogicalVariable(bits.First, first), Avx2.ShiftLeftLogicalVariable(bits.Second, second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MoveOn(long* places, LaneContainers bits, ulong* containers)
    {
        Store(bits, containers);
        for (int lane = 0; lane < 8; lane++)
        {
            places[lane] += BitOperations.TrailingZeroCount(containers[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Centroids(float* codebook, Vector256<uint> codes) =>
        TGather.At(codebook, (codes & Vector256.Create((uint)byte.MaxValue)).AsInt32());

    /// <summary>The highest bits of four containers, in the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Top(Vector256<ulong> bits) => (bits >>> (64 - WeightTable.Bits)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> LoadFour(ulong* first) => Vector256.Create(Vector128.Load(first), Vector128.Load(first + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> FillFour(ulong* words, long* places)
    {
        Vector256<ulong> place = LoadFour((ulong*)places);
        Vector256<long> word = (place >>> 6).AsInt64();
        Vector256<ulong> offset = place & Vector256.Create(63ul);
        Vector256<ulong> first = Avx2.ShiftLeftLogicalVariable(TGather.At(words, word), offset);
        Vector256<ulong> second = Avx2.ShiftRightLogicalVariable(
            TGather.At(words + 1, word) >>> 1, Vector256.Create(63ul) - offset);
        return first | second | Vector256<ulong>.One;
    }
}
