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
    /// <param name="first">The first vector of a unit.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="lowest">Ones where the bits of a code lie that come from the third vector.</param>
    /// <param name="low">Ones where those lie that come from the third or the first.</param>
    /// <remarks>
    /// Shifts by literals: those by a constant of a type parameter the compiler takes for shifts by a register, of two instructions each,
    /// which made a step a quarter longer.
    /// </remarks>
    static abstract Vector512<byte> OddCodes(
        Vector512<byte> first, Vector512<byte> second, Vector512<byte> third, Vector512<byte> lowest, Vector512<byte> low);
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
    public static Vector512<byte> OddCodes(
        Vector512<byte> first, Vector512<byte> second, Vector512<byte> third, Vector512<byte> lowest, Vector512<byte> low) =>
        ByteWindowSteps.Join(third.AsUInt16() >>> 6, first.AsUInt16() >>> 4, second.AsUInt16() >>> 2, lowest, low);
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
    public static Vector512<byte> OddCodes(
        Vector512<byte> first, Vector512<byte> second, Vector512<byte> third, Vector512<byte> lowest, Vector512<byte> low) =>
        ByteWindowSteps.Join(third.AsUInt16() >>> 5, first.AsUInt16() >>> 4, second.AsUInt16() >>> 3, lowest, low);
}

/// <summary>The sums of a group of sixteen rows (<see cref="ByteWindowRows"/>) with AVX-512 VBMI.</summary>
internal static class ByteWindowSteps
{
    /// <summary>Ones where the bits of an odd step's code lie that come from the third or the first vector, whatever the width of a window.</summary>
    internal static Vector512<byte> LowBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create((byte)0xF);
    }

    /// <summary>Adds up the steps of a group.</summary>
    /// <param name="words">48 words for each two steps, best aligned to vectors.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="count">Steps, an even number.</param>
    /// <param name="x">The activations, at most 127 each.</param>
    /// <param name="codebook">The values of 64 codes.</param>
    /// <param name="sums">Receives 16 sums.</param>
    /// <param name="ahead">How far ahead steps are fetched, see <see cref="WindowSteps.PrefetchWords"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Sum<TWindow>(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums, nint ahead)
        where TWindow : struct, IByteWindow
    {
        Vector512<byte> values = Vector512.Load((byte*)codebook);

        // Locals stay in registers; the compiler loads some constants in every step.
        Vector512<byte> lowest = LowestBits<TWindow>();
        Vector512<byte> low = LowBits;
        Vector512<short> ones = Vector512<short>.One;
        Vector512<int> even = Vector512<int>.Zero;
        Vector512<int> odd = Vector512<int>.Zero;
        for (ushort* end = starts + count; starts < end; starts += 2, words += ByteWindowBuilder.WordsOfTwo)
        {
            byte* coming = (byte*)(words + ahead);
            Sse.Prefetch0(coming);
            Sse.Prefetch0(coming + 64);
            Sse.Prefetch0(coming + 128);
            Vector512<byte> first = Vector512.Load((byte*)words);
            Vector512<byte> second = Vector512.Load((byte*)words + 64);
            Vector512<byte> third = Vector512.Load((byte*)words + 128);
            even += Products(TWindow.Look(x + starts[0], first), Avx512Vbmi.PermuteVar64x8(values, third), ones);
            Vector512<byte> codes = TWindow.OddCodes(first, second, third, lowest, low);
            odd += Products(TWindow.Look(x + starts[1], second), Avx512Vbmi.PermuteVar64x8(values, codes), ones);
        }

        (even + odd).Store(sums);
    }

    /// <summary>Ones where the bits of an odd step's code lie that come from the third vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> LowestBits<TWindow>()
        where TWindow : struct, IByteWindow => Vector512.Create((byte)((1 << (8 - TWindow.CodeBits)) - 1));

    /// <summary>The codes of the odd step from three vectors whose bits are in place, and what says where.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Join(
        Vector512<ushort> third, Vector512<ushort> first, Vector512<ushort> second, Vector512<byte> lowest, Vector512<byte> low) =>
        Select(low, Select(lowest, third.AsByte(), first.AsByte()), second.AsByte());

    /// <summary>The bits of one vector where a mask has ones, of another where it has zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Select(Vector512<byte> mask, Vector512<byte> ones, Vector512<byte> zeros) =>
        Avx512F.TernaryLogic(mask, ones, zeros, 0xCA);

    /// <summary>The sum of four products for each row. That of two has 15 bits and a sign: nothing saturates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<int> Products(Vector512<byte> activations, Vector512<byte> weights, Vector512<short> ones) =>
        Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(activations, weights.AsSByte()), ones);
}
