namespace DeepCompression.Aot.Format;

/// <summary>
/// A codebook in single precision as steps. Centroids ascend, so the numbers of binary32 that lie between neighbours say everything,
/// and they are far fewer than all: about 20 bits instead of 32 for each of 255 centroids.
/// </summary>
internal static class CodebookSteps
{
    /// <summary>The bits that hold the Exp-Golomb order of the steps.</summary>
    public const int OrderBits = 5;

    private const int OrderCount = 1 << OrderBits;
    private const uint SignBit = 0x8000_0000;

    /// <summary>The place of a number among all of binary32 in ascending order.</summary>
    public static uint Rank(float value)
    {
        uint bits = SingleBits.ToBits(value);
        return (bits & SignBit) != 0 ? ~bits : bits | SignBit;
    }

    /// <summary>The number at a place.</summary>
    public static float FromRank(uint rank) => SingleBits.FromBits((rank & SignBit) != 0 ? rank & ~SignBit : ~rank);

    /// <summary>The numbers between a centroid and the one before it.</summary>
    public static long Between(ReadOnlySpan<float> codebook, int index) => (long)Rank(codebook[index]) - Rank(codebook[index - 1]) - 1;

    /// <summary>The Exp-Golomb order in which all steps take the fewest bits; of several, the smallest.</summary>
    public static int BestOrder(ReadOnlySpan<float> codebook)
    {
        int best = 0;
        long fewest = long.MaxValue;
        for (int order = 0; order < OrderCount; order++)
        {
            long bits = 0;
            for (int i = 1; i < codebook.Length; i++)
            {
                bits += ExpGolomb.BitCount((int)Between(codebook, i), order);
            }

            if (bits < fewest)
            {
                fewest = bits;
                best = order;
            }
        }

        return best;
    }

    /// <summary>Whether a number can say every step: beyond the largest one, a codebook has to be stored number by number.</summary>
    public static bool CanHold(ReadOnlySpan<float> codebook)
    {
        for (int i = 1; i < codebook.Length; i++)
        {
            if (Between(codebook, i) > int.MaxValue)
            {
                return false;
            }
        }

        return true;
    }
}
