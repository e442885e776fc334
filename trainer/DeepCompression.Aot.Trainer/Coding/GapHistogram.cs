using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>How often each distance between non-zero weights occurs, and what it would cost.</summary>
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

    /// <summary>How often each class of gaps occurs, up to the last that does.</summary>
    public long[] ClassCounts(int resolution)
    {
        int last = _countOfGap.Keys.Select(gap => GapClasses.Of(gap, resolution)).DefaultIfEmpty(-1).Max();
        var counts = new long[last + 1];
        foreach ((int gap, long count) in _countOfGap)
        {
            counts[GapClasses.Of(gap, resolution)] += count;
        }

        return counts;
    }

    /// <summary>The bits of all gaps with Huffman-coded classes, code lengths counted.</summary>
    public long HuffmanBits(int resolution)
    {
        long[] counts = ClassCounts(resolution);
        byte[] lengths = HuffmanCode.Lengths(counts);
        var table = new BitWriter();
        table.Write((uint)resolution, GapClasses.ResolutionBits);
        table.WriteNumber(lengths.Length);
        CodeLengthsWriter.Write(table, lengths);
        long bits = table.BitCount;
        for (int gapClass = 0; gapClass < counts.Length; gapClass++)
        {
            bits += counts[gapClass] * GapCode.BitCount(gapClass, resolution, lengths);
        }

        return bits;
    }

    /// <summary>The resolution with the fewest bits in all; of several, the smallest.</summary>
    public int BestResolution() => Enumerable.Range(0, GapClasses.MaxResolution + 1).MinBy(HuffmanBits);

    /// <summary>The filler zeros that bridge gaps too long for a fixed width (paper, figure 2).</summary>
    public long FillerCount(int gapBits)
    {
        int skip = FixedWidth.FillerSkip(gapBits);
        return _countOfGap.Sum(entry => entry.Value * (entry.Key / skip));
    }

    /// <summary>The fixed width of a gap with the fewest bits in all; of several, the smallest.</summary>
    /// <param name="indexBits">The bits of an index, which filler zeros have as well.</param>
    public int BestGapBits(int indexBits)
    {
        long weights = _countOfGap.Values.Sum();
        return Enumerable.Range(1, FixedWidth.MaxGapBits).MinBy(bits => (weights + FillerCount(bits)) * (bits + indexBits));
    }
}
