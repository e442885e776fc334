using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Loads of one number each, for processors that take longer for a gather than for eight of them.</summary>
/// <remarks>Places come two or four to a register of 64 bits: a load for each would be in the way of those of the numbers.</remarks>
internal readonly unsafe struct ScalarGather : IGather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLowerHalves(float* numbers, uint* words)
    {
        var pairs = (ulong*)words;
        return Vector256.Create(LowerHalves(numbers, pairs[0], pairs[1]), LowerHalves(numbers, pairs[2], pairs[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, ushort* places)
    {
        var fours = (ulong*)places;
        return Vector256.Create(Quarters(numbers, fours[0]), Quarters(numbers, fours[1]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, int* places)
    {
        var pairs = (ulong*)places;
        return Vector256.Create(Halves(numbers, pairs[0], pairs[1]), Halves(numbers, pairs[2], pairs[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LowerHalves(float* numbers, ulong first, ulong second) =>
        Four(numbers, (ushort)first, (ushort)(first >> 32), (ushort)second, (ushort)(second >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarters(float* numbers, ulong four) =>
        Four(numbers, (ushort)four, (ushort)(four >> 16), (ushort)(four >> 32), four >> 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halves(float* numbers, ulong first, ulong second) =>
        Four(numbers, (uint)first, first >> 32, (uint)second, second >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(float* numbers, ulong first, ulong second, ulong third, ulong fourth)
    {
        var lanes = Vector128.CreateScalarUnsafe(numbers[first]);
        lanes = Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[second]), 1 << 4);
        lanes = Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[third]), 2 << 4);
        return Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[fourth]), 3 << 4);
    }
}
