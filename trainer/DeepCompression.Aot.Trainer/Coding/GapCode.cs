using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes Huffman-coded gaps: the codeword of a gap's class, then its place in the class in plain bits.</summary>
internal sealed class GapCode
{
    private readonly int _resolution;
    private readonly byte[] _lengths;
    private readonly uint[] _codewords;

    /// <param name="resolution">The resolution of the classes.</param>
    /// <param name="lengths">The code length of each class.</param>
    public GapCode(int resolution, ReadOnlySpan<byte> lengths)
    {
        _resolution = resolution;
        _lengths = lengths.ToArray();
        _codewords = HuffmanCode.Codewords(lengths);
    }

    /// <summary>The bits of a gap of a class; the only class that occurs needs no codeword.</summary>
    public static int BitCount(int gapClass, int resolution, ReadOnlySpan<byte> lengths) =>
        CodewordBits(gapClass, lengths) + GapClasses.ExtraBits(gapClass, resolution);

    public void Write(BitWriter writer, int gap)
    {
        int gapClass = GapClasses.Of(gap, _resolution);
        int extra = GapClasses.ExtraBits(gapClass, _resolution);
        writer.Write(_codewords[gapClass], CodewordBits(gapClass, _lengths));
        writer.Write((uint)(gap - GapClasses.First(gapClass, _resolution)), extra);
    }

    private static int CodewordBits(int gapClass, ReadOnlySpan<byte> lengths) => HuffmanCode.IsSingle(lengths) ? 0 : lengths[gapClass];
}
