using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a pruned tensor with shared weights (Deep Compression, sections 2 to 4).</summary>
internal static class CodedTensorEncoder
{
    /// <summary>A gap costs a weight a bit; below this density a symbol for "no weight" costs as much.</summary>
    private const double MinDensityWithoutGaps = 0.8;

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
            CodingScheme.Paper => WithBitCount(EncodeWithGaps(shape, codebook, format, LiveColumns.All)),
            _ => EncodeSmallest(shape, codebook, format),
        };
    }

    private static CodedTensor EncodeFixed(TensorShape shape, Codebook codebook, NumberFormat format, int? gapBits)
    {
        int indexBits = FixedWidth.IndexBits(codebook.Centroids.Length);
        int width = gapBits ?? new GapHistogram(codebook.Assignment).BestGapBits(indexBits);
        var stream = new BitWriter();
        FixedWidthWriter.Write(stream, codebook.Assignment, width, indexBits);
        return Tensor(shape, codebook, format, LiveColumns.All, new FixedWeightCode(width), stream.ToArray());
    }

    /// <summary>With the live columns, or without gaps, as takes the fewest bits.</summary>
    private static CodedTensor EncodeSmallest(TensorShape shape, Codebook codebook, NumberFormat format)
    {
        IEnumerable<CodedTensor> candidates = ColumnFinder.Candidates(shape, codebook.Assignment)
            .Select(columns => WithBitCount(EncodeWithGaps(shape, codebook, format, columns)));
        if (codebook.Assignment.Count(index => index >= 0) > MinDensityWithoutGaps * shape.ElementCount)
        {
            candidates = candidates.Append(WithBitCount(EncodeWithoutGaps(shape, codebook, format)));
        }

        return candidates.MinBy(tensor => tensor.BitCount)!;
    }

    private static CodedTensor EncodeWithGaps(TensorShape shape, Codebook codebook, NumberFormat format, LiveColumns columns)
    {
        int[] assignment = ColumnFinder.Compact(codebook.Assignment, columns, shape.RowLength);
        return Tensor(shape, codebook, format, columns, HuffmanStream.WithGaps(assignment, codebook.Centroids.Length));
    }

    private static CodedTensor EncodeWithoutGaps(TensorShape shape, Codebook codebook, NumberFormat format) => Tensor(
        shape, codebook, format, LiveColumns.All, HuffmanStream.WithoutGaps(codebook.Assignment, codebook.Centroids.Length));

    private static CodedTensor Tensor(
        TensorShape shape, Codebook codebook, NumberFormat format, LiveColumns columns, HuffmanStream stream) =>
        Tensor(shape, codebook, format, columns, stream.Code, stream.Stream);

    private static CodedTensor Tensor(
        TensorShape shape, Codebook codebook, NumberFormat format, LiveColumns columns, WeightCode code, byte[] stream)
    {
        int weights = codebook.Assignment.Count(index => index >= 0);
        return new CodedTensor(shape, 0, format, new(codebook.Centroids), weights, columns, code, new(stream));
    }

    private static CodedTensor WithBitCount(CodedTensor tensor) => tensor with { BitCount = TensorWriter.BitCount(tensor) };
}
