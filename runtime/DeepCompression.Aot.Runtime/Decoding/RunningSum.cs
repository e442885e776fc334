using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Positions from steps: each number becomes the sum of all up to it; with AVX2 eight at a time.</summary>
internal static class RunningSum
{
    /// <summary>numbers[i] = before + (numbers[0] &gt;&gt; shift) + … + (numbers[i] &gt;&gt; shift), modulo 2³².</summary>
    /// <param name="numbers">The numbers, in whose place the sums come.</param>
    /// <param name="shift">Low bits of each number that mean something else.</param>
    /// <param name="before">The sum before the first.</param>
    /// <returns>The last sum.</returns>
    public static uint Replace(Span<uint> numbers, int shift, uint before)
    {
        int done = 0;
        if (Avx2.IsSupported)
        {
            Span<Vector256<uint>> vectors = MemoryMarshal.Cast<uint, Vector256<uint>>(numbers);
            before = ReplaceVectors(vectors, shift, before);
            done = vectors.Length * Vector256<uint>.Count;
        }

        foreach (ref uint number in numbers[done..])
        {
            before += number >> shift;
            number = before;
        }

        return before;
    }

    private static uint ReplaceVectors(Span<Vector256<uint>> vectors, int shift, uint before)
    {
        Vector256<uint> last = Vector256.Create(7u);
        Vector256<uint> sums = Vector256.Create(before);
        foreach (ref Vector256<uint> vector in vectors)
        {
            // Sums of each half; then the lower half's last is added to the upper half.
            Vector256<uint> own = vector >>> shift;
            own += Avx2.ShiftLeftLogical128BitLane(own, 1 * sizeof(uint));
            own += Avx2.ShiftLeftLogical128BitLane(own, 2 * sizeof(uint));
            own += Avx2.Shuffle(Avx2.Permute2x128(own, own, 0x08), 0xFF);
            vector = sums + own;
            sums += Avx2.PermuteVar8x32(own, last);
        }

        return sums.ToScalar();
    }
}
