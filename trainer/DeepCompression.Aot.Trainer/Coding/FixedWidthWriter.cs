using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes weights at fixed width: see <see cref="FixedWidth"/>.</summary>
internal static class FixedWidthWriter
{
    /// <param name="writer">Receives the bits.</param>
    /// <param name="assignment">The codebook index of each weight, −1 for none.</param>
    /// <param name="gapBits">The bits of a gap.</param>
    /// <param name="indexBits">The bits of an index.</param>
    public static void Write(BitWriter writer, ReadOnlySpan<int> assignment, int gapBits, int indexBits)
    {
        int skip = FixedWidth.FillerSkip(gapBits);
        int gap = 0;
        foreach (int index in assignment)
        {
            if (index < 0)
            {
                gap++;
                continue;
            }

            for (; gap >= skip; gap -= skip)
            {
                writer.Write((uint)skip, gapBits);
                writer.Write(0, indexBits);
            }

            writer.Write((uint)gap, gapBits);
            writer.Write((uint)index, indexBits);
            gap = 0;
        }
    }
}
