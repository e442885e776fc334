namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of rows (<see cref="ByteWindowRows"/>) slot by slot, for processors without AVX-512 VBMI.</summary>
internal static class ScalarByteWindowSteps
{
    /// <summary>Adds up the steps of a group as <see cref="ByteWindowSteps.Sum"/> does, with the same result.</summary>
    public static unsafe void Sum<TWindow>(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums)
        where TWindow : struct, IByteWindow
    {
        new Span<int>(sums, WindowShape.Lanes).Clear();
        int inThird = 8 - TWindow.CodeBits;
        int inFirst = 8 - TWindow.PlaceBits;
        uint placeMask = (1u << TWindow.PlaceBits) - 1;
        uint codeMask = (1u << TWindow.CodeBits) - 1;
        for (int step = 0; step < count; step += 2, words += ByteWindowBuilder.WordsOfTwo)
        {
            for (int slot = 0; slot < 4 * WindowShape.Lanes; slot++)
            {
                int lane = slot / 4;
                uint first = (words[lane] >> (slot % 4 * 8)) & 0xFF;
                uint second = (words[WindowShape.Lanes + lane] >> (slot % 4 * 8)) & 0xFF;
                uint third = (words[(2 * WindowShape.Lanes) + lane] >> (slot % 4 * 8)) & 0xFF;
                uint oddCode = (third >> TWindow.CodeBits)
                    | (first >> TWindow.PlaceBits << inThird)
                    | (second >> TWindow.PlaceBits << (inThird + inFirst));
                sums[lane] += x[starts[step] + (first & placeMask)] * codebook[third & codeMask];
                sums[lane] += x[starts[step + 1] + (second & placeMask)] * codebook[oddCode];
            }
        }
    }
}
