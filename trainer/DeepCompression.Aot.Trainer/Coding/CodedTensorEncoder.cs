using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a pruned tensor with shared weights (Deep Compression, sections 2 to 4).</summary>
internal static class CodedTensorEncoder
{
    /// <summary>Encodes a tensor; equal inputs give equal bits.</summary>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="assignment">The centroid of each weight, row-major; −1 for a pruned one.</param>
    /// <param name="centroids">The centroids, in any order.</param>
    /// <param name="format">How the centroids are stored; they are rounded to it.</param>
    /// <param name="scheme">How gaps and indices are coded.</param>
    /// <param name="gapBits">
    /// For <see cref="CodingScheme.Fixed"/>, the bits of a gap, 1 to <see cref="FixedWidth.MaxGapBits"/> (the paper has 5 for
    /// LeNets), or null for those that take the fewest bits.
    /// </param>
    /// <exception cref="ArgumentException">The arguments do not fit together, or a number cannot be stored.</exception>
    public static CodedTensor Encode(
        TensorShape shape,
        ReadOnlySpan<int> assignment,
        ReadOnlySpan<float> centroids,
        NumberFormat format,
        CodingScheme scheme = CodingScheme.Huffman,
        int? gapBits = null)
    {
        if (assignment.Length != shape.ElementCount)
        {
            throw new ArgumentException($"{assignment.Length} assignments do not fill a tensor of {shape}.", nameof(assignment));
        }

        if (gapBits is < 1 or > FixedWidth.MaxGapBits)
        {
            throw new ArgumentOutOfRangeException(nameof(gapBits), gapBits, $"A gap has 1 to {FixedWidth.MaxGapBits} bits.");
        }

        Codebook codebook = Codebook.Normalise(assignment, centroids, format);
        if (codebook.Centroids.Length == 0)
        {
            return WithBitCount(CodedTensor.Empty(shape, 0));
        }

        return scheme switch
        {
            CodingScheme.Fixed => WithBitCount(EncodeFixed(shape, codebook, format, gapBits)),
            CodingScheme.Paper => WithBitCount(EncodeHuffman(shape, codebook, format, LiveColumns.All)),
            _ => EncodeSmallest(shape, codebook, format),
        };
    }

    private static CodedTensor EncodeFixed(TensorShape shape, Codebook codebook, NumberFormat format, int? gapBits)
    {
        int indexBits = FixedWidth.IndexBits(codebook.Centroids.Length);
        int width = gapBits ?? new GapHistogram(codebook.Assignment).BestGapBits(indexBits);
        var stream = new BitWriter();
        FixedWidthWriter.Write(stream, codebook.Assignment, width, indexBits);
        return Tensor(shape, codebook, format, LiveColumns.All, new FixedWeightCode(width), stream);
    }

    /// <summary>With the live columns that take the fewest bits.</summary>
    private static CodedTensor EncodeSmallest(TensorShape shape, Codebook codebook, NumberFormat format) =>
        ColumnFinder.Candidates(shape, codebook.Assignment)
            .Select(columns => WithBitCount(EncodeHuffman(shape, codebook, format, columns)))
            .MinBy(tensor => tensor.BitCount)!;

    private static CodedTensor EncodeHuffman(TensorShape shape, Codebook codebook, NumberFormat format, LiveColumns columns)
    {
        int[] assignment = ColumnFinder.Compact(codebook.Assignment, columns, shape.RowLength);
        var gaps = new GapHistogram(assignment);
        int resolution = gaps.BestResolution();
        byte[] gapLengths = HuffmanCode.Lengths(gaps.ClassCounts(resolution));
        byte[] indexLengths = HuffmanCode.Lengths(codebook.Counts());
        var code = new HuffmanWeightCode(resolution, new(gapLengths), new(indexLengths));
        var stream = new BitWriter();
        WriteHuffman(stream, assignment, new GapCode(resolution, gapLengths), indexLengths);
        return Tensor(shape, codebook, format, columns, code, stream);
    }

    private static void WriteHuffman(BitWriter stream, int[] assignment, GapCode gapCode, byte[] indexLengths)
    {
        uint[] indexCodewords = HuffmanCode.Codewords(indexLengths);
        int gap = 0;
        foreach (int index in assignment)
        {
            if (index < 0)
            {
                gap++;
                continue;
            }

            gapCode.Write(stream, gap);
            stream.Write(indexCodewords[index], indexLengths[index]);
            gap = 0;
        }
    }

    private static CodedTensor Tensor(
        TensorShape shape, Codebook codebook, NumberFormat format, LiveColumns columns, WeightCode code, BitWriter stream)
    {
        int weights = codebook.Assignment.Count(index => index >= 0);
        return new CodedTensor(shape, 0, format, new(codebook.Centroids), weights, columns, code, new(stream.ToArray()));
    }

    private static CodedTensor WithBitCount(CodedTensor tensor) => tensor with { BitCount = TensorWriter.BitCount(tensor) };
}
