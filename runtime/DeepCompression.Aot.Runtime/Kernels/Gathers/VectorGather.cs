using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The gather instruction of AVX2.</summary>
internal readonly unsafe struct VectorGather : IGather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLowerHalves(float* numbers, uint* words) =>
        At(numbers, Vector256.Load((int*)words) & Vector256.Create((int)ushort.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, ushort* places) => At(numbers, Avx2.ConvertToVector256Int32(places));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, int* places) => At(numbers, Vector256.Load(places));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, byte* places) => At(numbers, Avx2.ConvertToVector256Int32(places));

    /// <summary>A gather into a register that is not zeroed would wait for what the register held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, Vector256<int> places) =>
        Avx2.GatherMaskVector256(Vector256<float>.Zero, numbers, places, Vector256<float>.AllBitsSet, sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> At(ulong* numbers, Vector256<long> places) => Avx2.GatherVector256(numbers, places, sizeof(ulong));
}
