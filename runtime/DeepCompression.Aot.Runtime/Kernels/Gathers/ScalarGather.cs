using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Loads of one number each, for processors that take longer for a gather than for eight of them; those of four lanes for all that have vectors.
/// </summary>
/// <remarks>
/// Places come to registers of 64 bits, as many as fit: a load for each would be in the way of those of the numbers. Those of a vector do
/// so from there: on their way through memory, loads would wait for the store.
/// </remarks>
internal readonly unsafe struct ScalarGather : IGather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLowerHalves(float* numbers, uint* words) =>
        Vector256.Create(FourAtLowerHalves(numbers, words), FourAtLowerHalves(numbers, words + Vector128<uint>.Count));

    /// <summary>numbers[words[i] mod 65,536] for four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourAtLowerHalves(float* numbers, uint* words)
    {
        ulong first = *(ulong*)words;
        ulong second = *(ulong*)(words + 2);
        return Four(numbers, (ushort)first, (ushort)(first >> 32), (ushort)second, (ushort)(second >> 32));
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
    public static Vector256<float> At(float* numbers, byte* places)
    {
        ulong eight = *(ulong*)places;
        return Vector256.Create(
            Four(numbers, (byte)eight, (byte)(eight >> 8), (byte)(eight >> 16), (byte)(eight >> 24)),
            Four(numbers, (byte)(eight >> 32), (byte)(eight >> 40), (byte)(eight >> 48), eight >> 56));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float* numbers, Vector256<int> places)
    {
        Vector128<ulong> lower = places.GetLower().AsUInt64();
        Vector128<ulong> upper = places.GetUpper().AsUInt64();
        return Vector256.Create(
            Halves(numbers, lower.ToScalar(), lower.GetElement(1)), Halves(numbers, upper.ToScalar(), upper.GetElement(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> At(ulong* numbers, Vector256<long> places)
    {
        Vector128<long> lower = places.GetLower();
        Vector128<long> upper = places.GetUpper();
        return Vector256.Create(Two(numbers, lower.ToScalar(), lower.GetElement(1)), Two(numbers, upper.ToScalar(), upper.GetElement(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Two(ulong* numbers, long first, long second) =>
        Sse2.LoadHigh(Sse2.LoadScalarVector128((double*)(numbers + first)), (double*)(numbers + second)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarters(float* numbers, ulong four) =>
        Four(numbers, (ushort)four, (ushort)(four >> 16), (ushort)(four >> 32), four >> 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halves(float* numbers, ulong first, ulong second) =>
        Four(numbers, (uint)first, first >> 32, (uint)second, second >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(float* numbers, ulong first, ulong second, ulong third, ulong fourth)
    {
        if (!Sse41.IsSupported)
        {
            return Vector128.Create(numbers[first], numbers[second], numbers[third], numbers[fourth]);
        }

        var lanes = Vector128.CreateScalarUnsafe(numbers[first]);
        lanes = Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[second]), 1 << 4);
        lanes = Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[third]), 2 << 4);
        return Sse41.Insert(lanes, Vector128.CreateScalarUnsafe(numbers[fourth]), 3 << 4);
    }
}
