using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Eight lanes with AVX-512: containers in one vector, the codebook in two, so of no more than 32 numbers.</summary>
internal readonly unsafe struct LaneVectors512<TGather> : ILaneVectors<Vector512<ulong>>
    where TGather : struct, IGather
{
    /// <summary>Numbers of the longest codebook.</summary>
    public const int MaxCodebookLength = 32;

    /// <summary>Whether kernels may use the instructions.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Instructions.Avx512 && Avx512CD.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ulong* containers) => Vector512.Load(containers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> bits, ulong* containers) => bits.Store(containers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Fill(ulong* words, long* places)
    {
        Vector512<long> place = Vector512.Load(places);
        Vector512<long> word = place >>> 6;
        Vector512<ulong> offset = (place & Vector512.Create(63L)).AsUInt64();
        Vector512<ulong> first = Avx512F.ShiftLeftLogicalVariable(Gather(words, word), offset);
        Vector512<ulong> second = Avx512F.ShiftRightLogicalVariable(Gather(words + 1, word) >>> 1, Vector512.Create(63ul) - offset);
        return first | second | Vector512<ulong>.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Next(Vector512<ulong> bits) => Avx512F.ConvertToVector256Int32(bits >>> (64 - WeightTable.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Skip(Vector512<ulong> bits, Vector256<uint> lengths) =>
        Avx512F.ShiftLeftLogicalVariable(bits, Avx512F.ConvertToVector512UInt64(lengths));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MoveOn(long* places, Vector512<ulong> bits, ulong* containers)
    {
        Vector512<ulong> lowestOne = bits & (Vector512<ulong>.Zero - bits);
        Vector512<long> used = Vector512.Create(63L) - Avx512CD.LeadingZeroCount(lowestOne).AsInt64();
        (Vector512.Load(places) + used).Store(places);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Centroids(float* codebook, Vector256<uint> codes) =>
        WindowSteps.Look(Vector512.Load(codebook), codes.ToVector512Unsafe(), Vector512.Load(codebook + 16)).GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Gather(ulong* words, Vector512<long> word) => Vector512.Create(
        TGather.At(words, word.GetLower()), TGather.At(words, word.GetUpper()));
}
