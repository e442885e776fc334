using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>How the steps of <see cref="ByteWindowRows"/> are read, by the width of their windows.</summary>
internal interface IByteWindow
{
    /// <summary>Bits of a place in the window.</summary>
    static abstract int PlaceBits { get; }

    /// <summary>Bits of a code.</summary>
    static abstract int CodeBits { get; }

    /// <summary>The activation in each place; higher bits of a place are ignored.</summary>
    static abstract unsafe Vector512<byte> Look(byte* window, Vector512<byte> places);

    /// <summary>Puts the codes of the odd step together; bits above them do not matter.</summary>
    /// <remarks>
    /// Shifts by literals: those by a constant of a type parameter the compiler takes for shifts by a register, of two instructions each,
    /// which made a step a quarter longer.
    /// </remarks>
    static abstract Vector512<byte> OddCodes(Vector512<byte> first, Vector512<byte> second, Vector512<byte> third);
}

/// <summary>Windows of one register: places and codes have six bits.</summary>
internal readonly struct ByteWindow64 : IByteWindow
{
    public static int PlaceBits => 6;

    public static int CodeBits => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> Look(byte* window, Vector512<byte> places) =>
        Avx512Vbmi.PermuteVar64x8(Vector512.Load(window), places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> OddCodes(Vector512<byte> first, Vector512<byte> second, Vector512<byte> third) => ByteWindowSteps.OddCodes(
        inThird: 2, third.AsUInt16() >>> 6, first.AsUInt16() >>> 4, second.AsUInt16() >>> 2);
}

/// <summary>Windows of two registers: places have seven bits, codes five.</summary>
internal readonly struct ByteWindow128 : IByteWindow
{
    public static int PlaceBits => 7;

    public static int CodeBits => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> Look(byte* window, Vector512<byte> places) =>
        Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(window), places, Vector512.Load(window + 64));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> OddCodes(Vector512<byte> first, Vector512<byte> second, Vector512<byte> third) => ByteWindowSteps.OddCodes(
        inThird: 3, third.AsUInt16() >>> 5, first.AsUInt16() >>> 4, second.AsUInt16() >>> 3);
}

/// <summary>The sums of a group of sixteen rows (<see cref="ByteWindowRows"/>) with AVX-512 VBMI.</summary>
internal static class ByteWindowSteps
{
    /// <summary>The bits of a code that lie in the third and the first vector together, whatever the width of a window.</summary>
    private const int LowBits = 4;

    /// <summary>Adds up the steps of a group.</summary>
    /// <param name="words">48 words for each two steps, best aligned to vectors.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="count">Steps, an even number.</param>
    /// <param name="x">The activations, at most 127 each.</param>
    /// <param name="codebook">The values of 64 codes.</param>
    /// <param name="sums">Receives 16 sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Sum<TWindow>(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums)
        where TWindow : struct, IByteWindow
    {
        Vector512<byte> values = Vector512.Load((byte*)codebook);
        Vector512<int> even = Vector512<int>.Zero;
        Vector512<int> odd = Vector512<int>.Zero;
        for (ushort* end = starts + count; starts < end; starts += 2, words += ByteWindowBuilder.WordsOfTwo)
        {
            byte* ahead = (byte*)(words + WindowSteps.PrefetchWords);
            Sse.Prefetch0(ahead);
            Sse.Prefetch0(ahead + 64);
            Sse.Prefetch0(ahead + 128);
            Vector512<byte> first = Vector512.Load((byte*)words);
            Vector512<byte> second = Vector512.Load((byte*)words + 64);
            Vector512<byte> third = Vector512.Load((byte*)words + 128);
            even += Products(TWindow.Look(x + starts[0], first), Avx512Vbmi.PermuteVar64x8(values, third));
            Vector512<byte> codes = TWindow.OddCodes(first, second, third);
            odd += Products(TWindow.Look(x + starts[1], second), Avx512Vbmi.PermuteVar64x8(values, codes));
        }

        (even + odd).Store(sums);
    }

    /// <summary>The codes of the odd step from the lowest bits of one vector, those above of another and the highest of the last.</summary>
    /// <param name="inThird">Bits that the third vector of a unit has, from which the lowest come.</param>
    /// <param name="lowest">That vector, these bits in place.</param>
    /// <param name="middle">The first vector of the unit, its bits in place.</param>
    /// <param name="highest">The second vector, the same.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> OddCodes(int inThird, Vector512<ushort> lowest, Vector512<ushort> middle, Vector512<ushort> highest)
    {
        Vector512<byte> low = Select(Vector512.Create((byte)((1 << inThird) - 1)), lowest.AsByte(), middle.AsByte());
        return Select(Vector512.Create((byte)((1 << LowBits) - 1)), low, highest.AsByte());
    }

    /// <summary>The bits of one vector where a mask has ones, of another where it has zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Select(Vector512<byte> mask, Vector512<byte> ones, Vector512<byte> zeros) =>
        Avx512F.TernaryLogic(mask, ones, zeros, 0xCA);

    /// <summary>The sum of four products for each row. That of two has 15 bits and a sign: nothing saturates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> Products(Vector512<byte> activations, Vector512<byte> weights) => Avx512BW.MultiplyAddAdjacent(
        Avx512BW.MultiplyAddAdjacent(activations, weights.AsSByte()), Vector512<short>.One);
}
