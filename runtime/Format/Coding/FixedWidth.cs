namespace DeepCompression.Aot.Format;

/// <summary>
/// The paper's relative index without Huffman coding (Deep Compression, section 2 and figure 2): a gap of a few bits and a codebook
/// index, both of fixed width. The largest gap is a filler zero: it skips that many positions, and its index bits are zero.
/// </summary>
internal static class FixedWidth
{
    /// <summary>The widest gap, in bits.</summary>
    public const int MaxGapBits = 8;

    /// <summary>The gap of a filler zero, and the number of positions it skips.</summary>
    public static int FillerSkip(int gapBits) => (1 << gapBits) - 1;

    /// <summary>The bits that tell symbols apart: ⌈log₂ n⌉.</summary>
    public static int BitsFor(int symbols)
    {
        int bits = 0;
        while (1 << bits < symbols)
        {
            bits++;
        }

        return bits;
    }

    /// <summary>The bits of a codebook index, at least one.</summary>
    public static int IndexBits(int centroids) => Math.Max(1, BitsFor(centroids));
}
