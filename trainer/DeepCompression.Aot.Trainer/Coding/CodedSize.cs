using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// What a tensor, and each weight of it, costs under the codes that its weights would get now: for pruning and assignment that know
/// the rate. It counts and writes nothing, so that every epoch can afford it, and is exact: the columns, code lengths and weights
/// that <see cref="CodedTensorEncoder"/> would store. Only a tensor that is hardly pruned, stored without gaps, takes fewer bits.
/// </summary>
internal sealed class CodedSize
{
    private readonly GapCosts _gaps;
    private readonly byte[] _indexLengths;

    private CodedSize(GapCosts gaps, long[] indexCounts, long columnBits)
    {
        _gaps = gaps;
        _indexLengths = HuffmanCode.Lengths(indexCounts);

        // Centroids that no weight uses are not stored, nor is their length.
        var table = new BitWriter();
        CodeLengthsWriter.Write(table, [.. _indexLengths.Where(length => length > 0)]);
        TotalBits = columnBits + gaps.TotalBits + table.BitCount + HuffmanCode.TotalBits(indexCounts, _indexLengths);
    }

    /// <summary>The bits of live columns, code lengths and coded weights.</summary>
    public long TotalBits { get; }

    /// <summary>The size of a tensor with at least one weight.</summary>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="assignment">The centroid of each weight, row-major; −1 for a pruned one.</param>
    /// <param name="centroids">The number of centroids; those in use are distinct and not zero.</param>
    public static CodedSize Of(TensorShape shape, int[] assignment, int centroids)
    {
        var counts = new long[centroids];
        foreach (int index in assignment)
        {
            if (index >= 0)
            {
                counts[index]++;
            }
        }

        return ColumnFinder.Candidates(shape, assignment).Select(Among).MinBy(size => size.TotalBits)!;

        CodedSize Among(LiveColumns columns) => new(
            new GapCosts(new GapHistogram(ColumnFinder.Compact(assignment, columns, shape.RowLength))),
            counts,
            shape.Rank > 1 ? TensorWriter.ColumnBitCount(columns) : 0);
    }

    /// <summary>The bits of a codebook index; of one that no weight has, a bit more than the longest.</summary>
    public int IndexBits(int index) => _indexLengths[index] > 0 ? _indexLengths[index] : _indexLengths.Max() + 1;

    /// <summary>The bits of a gap, counted among live columns; of one whose class no weight has, a codeword a bit longer than the longest.</summary>
    public int GapBits(int gap) => _gaps.Bits(gap);
}
