using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The sums of a group of sixteen rows (<see cref="FineWindowRows"/>) in two parts: products of upper halves, and products of the upper
/// half of one factor with the lower half of the other. Those of lower halves are left out: they are small, of either sign, and 0 where an
/// activation is.
/// </summary>
internal static class FineWindowSteps
{
    /// <summary>Adds up the steps of a group with AVX-512 VBMI.</summary>
    /// <param name="words">48 words for each two steps, best aligned to vectors.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="count">Steps, an even number.</param>
    /// <param name="high">The upper halves of the activations, at most 128 each.</param>
    /// <param name="low">The lower halves, at most 127 each.</param>
    /// <param name="codebook">The upper halves of the values of 64 codes, from −63 to 63; behind them the lower ones, from −64 to 63.</param>
    /// <param name="highSums">Receives 16 sums of products of upper halves.</param>
    /// <param name="crossSums">Receives 16 sums of the other products.</param>
    /// <param name="ahead">How far ahead steps are fetched, see <see cref="WindowSteps.PrefetchWords"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Sum<TWindow>(
        uint* words, ushort* starts, int count, byte* high, byte* low, sbyte* codebook, int* highSums, int* crossSums, nint ahead)
        where TWindow : struct, IByteWindow
    {
        Vector512<byte> highValues = Vector512.Load((byte*)codebook);
        Vector512<byte> lowValues = Vector512.Load((byte*)codebook + 64);
        Vector512<byte> lowest = ByteWindowSteps.LowestBits<TWindow>();
        Vector512<byte> lowBits = ByteWindowSteps.LowBits;
        Vector512<int> highSum = Vector512<int>.Zero;
        Vector512<int> crossSum = Vector512<int>.Zero;
        for (ushort* end = starts + count; starts < end; starts += 2, words += ByteWindowBuilder.WordsOfTwo)
        {
            byte* coming = (byte*)(words + ahead);
            Sse.Prefetch0(coming);
            Sse.Prefetch0(coming + 64);
            Sse.Prefetch0(coming + 128);
            Vector512<byte> first = Vector512.Load((byte*)words);
            Vector512<byte> second = Vector512.Load((byte*)words + 64);
            Vector512<byte> third = Vector512.Load((byte*)words + 128);
            Vector512<byte> high0 = TWindow.Look(high + starts[0], first);
            Vector512<sbyte> weights0 = Avx512Vbmi.PermuteVar64x8(highValues, third).AsSByte();
            highSum += Products(high0, weights0);
            crossSum += Products(TWindow.Look(low + starts[0], first), weights0, high0, Avx512Vbmi.PermuteVar64x8(lowValues, third).AsSByte());
            Vector512<byte> codes = TWindow.OddCodes(first, second, third, lowest, lowBits);
            Vector512<byte> high1 = TWindow.Look(high + starts[1], second);
            Vector512<sbyte> weights1 = Avx512Vbmi.PermuteVar64x8(highValues, codes).AsSByte();
            highSum += Products(high1, weights1);
            crossSum += Products(TWindow.Look(low + starts[1], second), weights1, high1, Avx512Vbmi.PermuteVar64x8(lowValues, codes).AsSByte());
        }

        highSum.Store(highSums);
        crossSum.Store(crossSums);
    }

    /// <summary>The same slot by slot.</summary>
    public static unsafe void SumScalar<TWindow>(
        uint* words, ushort* starts, int count, byte* high, byte* low, sbyte* codebook, int* highSums, int* crossSums)
        where TWindow : struct, IByteWindow
    {
        int* lowSums = stackalloc int[WindowShape.Lanes];
        ScalarByteWindowSteps.Sum<TWindow>(words, starts, count, high, codebook, highSums);
        ScalarByteWindowSteps.Sum<TWindow>(words, starts, count, high, codebook + 64, crossSums);
        ScalarByteWindowSteps.Sum<TWindow>(words, starts, count, low, codebook, lowSums);
        for (int lane = 0; lane < WindowShape.Lanes; lane++)
        {
            crossSums[lane] += lowSums[lane];
        }
    }

    /// <summary>The sum of four products for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(Vector512<byte> activations, Vector512<sbyte> weights) =>
        Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(activations, weights), Vector512<short>.One);

    /// <summary>The sum of four products of each of two kinds. Two of each kind make 15 bits and a sign: nothing saturates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(
        Vector512<byte> low, Vector512<sbyte> highWeights, Vector512<byte> high, Vector512<sbyte> lowWeights) => Avx512BW.MultiplyAddAdjacent(
            Avx512BW.MultiplyAddAdjacent(low, highWeights) + Avx512BW.MultiplyAddAdjacent(high, lowWeights), Vector512<short>.One);
}
