using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>How often each distance between non-zero weights occurs, and what it would cost under a given filler skip.</summary>
internal sealed class GapHistogram
{
    private readonly Dictionary<int, long> _countOfGap = [];

    /// <summary>Counts the gaps of a tensor.</summary>
    /// <param name="assignment">The codebook index of each weight, −1 for none.</param>
    public GapHistogram(ReadOnlySpan<int> assignment)
    {
        int gap = 0;
        foreach (int index in assignment)
        {
            if (index < 0)
            {
                gap++;
                continue;
            }

            _countOfGap[gap] = _countOfGap.GetValueOrDefault(gap) + 1;
            gap = 0;
        }
    }

    /// <summary>How often each gap symbol occurs; the last symbol is the filler zero (paper, figure 2).</summary>
    public long[] SymbolCounts(int fillerSkip)
    {
        var counts = new long[fillerSkip + 1];
        foreach ((int gap, long count) in _countOfGap)
        {
            counts[gap % fillerSkip] += count;
            counts[fillerSkip] += count * (gap / fillerSkip);
        }

        return counts;
    }

    /// <summary>The filler skip with the fewest bits in all, code lengths counted; of several, the smallest.</summary>
    public int BestFillerSkip()
    {
        int best = 1;
        long fewestBits = long.MaxValue;
        for (int skip = 1; skip <= CodedTensor.MaxFillerSkip; skip++)
        {
            long bits = TotalBits(SymbolCounts(skip));
            if (bits < fewestBits)
            {
                fewestBits = bits;
                best = skip;
            }
        }

        return best;
    }

    private static long TotalBits(long[] counts)
    {
        byte[] lengths = HuffmanCode.Lengths(counts);
        var table = new BitWriter();
        CodeLengthsWriter.Write(table, lengths);
        return table.BitCount + HuffmanCode.TotalBits(counts, lengths);
    }
}
