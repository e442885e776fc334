using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows whose windows have 256 columns (<see cref="ByteWindowRows"/>).</summary>
/// <remarks>
/// A step takes 1.6 times as long as with windows of 128 columns, but the sparsest weights have a sixth fewer of them, and their time is
/// that of reading them.
/// </remarks>
internal static class WideByteWindowSteps
{
    private const int CodeBits = 5;
    private const int LowBits = 3;

    /// <summary>Adds up the steps of a group with AVX-512 VBMI.</summary>
    /// <param name="words">80 words for each three steps, best aligned to vectors.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="count">Steps, a multiple of three.</param>
    /// <param name="x">The activations, at most 127 each.</param>
    /// <param name="codebook">The values of 32 codes, twice.</param>
    /// <param name="sums">Receives 16 sums.</param>
    /// <param name="ahead">How far ahead steps are fetched, see <see cref="WindowSteps.PrefetchWords"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Sum(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums, nint ahead)
    {
        Vector512<byte> values = Vector512.Load((byte*)codebook);
        Vector512<int> sum0 = Vector512<int>.Zero;
        Vector512<int> sum1 = Vector512<int>.Zero;
        Vector512<int> sum2 = Vector512<int>.Zero;
        for (ushort* end = starts + count; starts < end; starts += 3, words += ByteWindowBuilder.WordsOfThree)
        {
            CacheLine.Prefetch(words + ahead, ByteWindowBuilder.WordsOfThree);
            byte* bytes = (byte*)words;
            Vector512<byte> fourth = Vector512.Load(bytes + 192);
            Vector512<byte> fifth = Vector512.Load(bytes + 256);
            sum0 += Products(x + starts[0], Vector512.Load(bytes), values, fourth);
            sum1 += Products(x + starts[1], Vector512.Load(bytes + 64), values, fifth);
            Vector512<byte> codes = ByteWindowSteps.Select(
                Vector512.Create((byte)((1 << LowBits) - 1)),
                (fourth.AsUInt16() >>> CodeBits).AsByte(),
                (fifth.AsUInt16() >>> (CodeBits - LowBits)).AsByte());
            sum2 += Products(x + starts[2], Vector512.Load(bytes + 128), values, codes);
        }

        (sum0 + sum1 + sum2).Store(sums);
    }

    /// <summary>The same slot by slot, for processors without AVX-512 VBMI.</summary>
    public static unsafe void SumOneByOne(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums)
    {
        new Span<int>(sums, WindowShape.Lanes).Clear();
        for (int step = 0; step < count; step += 3, words += ByteWindowBuilder.WordsOfThree)
        {
            var bytes = (byte*)words;
            for (int slot = 0; slot < 4 * WindowShape.Lanes; slot++)
            {
                int fourth = bytes[192 + slot];
                int fifth = bytes[256 + slot];
                int sum = x[starts[step] + bytes[slot]] * codebook[fourth & 31];
                sum += x[starts[step + 1] + bytes[64 + slot]] * codebook[fifth & 31];
                sum += x[starts[step + 2] + bytes[128 + slot]] * codebook[(fourth >> CodeBits) | ((fifth >> CodeBits) << LowBits)];
                sums[slot / 4] += sum;
            }
        }
    }

    /// <summary>The sum of four products for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<int> Products(byte* window, Vector512<byte> places, Vector512<byte> values, Vector512<byte> codes)
    {
        // A permute ignores the highest bit of a place, which says which half of the window it lies in.
        Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(window), places, Vector512.Load(window + 64));
        Vector512<byte> high = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(window + 128), places, Vector512.Load(window + 192));
        Vector512<byte> isHigh = Vector512.LessThan(places.AsSByte(), Vector512<sbyte>.Zero).AsByte();
        return ByteWindowSteps.Products(Vector512.ConditionalSelect(isHigh, high, low), Avx512Vbmi.PermuteVar64x8(values, codes), Vector512<short>.One);
    }
}
