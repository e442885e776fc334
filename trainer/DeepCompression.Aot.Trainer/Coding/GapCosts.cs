using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>What gaps cost under the code that is best for those of a tensor.</summary>
internal sealed class GapCosts
{
    private readonly byte[] _lengths;
    private readonly int _longest;

    /// <param name="gaps">The gaps of the tensor.</param>
    public GapCosts(GapHistogram gaps)
    {
        Resolution = gaps.BestResolution();
        _lengths = HuffmanCode.Lengths(gaps.ClassCounts(Resolution));
        _longest = _lengths.DefaultIfEmpty().Max();
        TotalBits = gaps.HuffmanBits(Resolution);
    }

    /// <summary>The resolution of the classes.</summary>
    public int Resolution { get; }

    /// <summary>The bits of all gaps, code lengths counted.</summary>
    public long TotalBits { get; }

    /// <summary>The bits of a gap; of one whose class does not occur, a codeword a bit longer than the longest.</summary>
    public int Bits(int gap)
    {
        int gapClass = GapClasses.Of(gap, Resolution);
        bool occurs = gapClass < _lengths.Length && _lengths[gapClass] > 0;
        return occurs
            ? GapCode.BitCount(gapClass, Resolution, _lengths)
            : _longest + 1 + GapClasses.ExtraBits(gapClass, Resolution);
    }
}
