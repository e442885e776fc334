using System.Numerics;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>What a coded tensor takes, by the columns of the paper's per-layer tables (Deep Compression, tables 2 and 3).</summary>
internal sealed record CodedTensorStatistics
{
    private CodedTensorStatistics(CodedTensor tensor, long fillerCount, long gapBits, long valueBits)
    {
        Weights = tensor.Shape.ElementCount;
        Nnz = tensor.WeightCount;
        FillerCount = fillerCount;
        Centroids = tensor.Codebook.Length;
        FixedValueBits = Nnz == 0 ? 0 : BitsFor(tensor.Codebook.Length);
        FixedGapBits = Nnz == 0 ? 0 : BitsFor(tensor.FillerSkip + 1);
        CodedValueBits = Nnz == 0 ? 0 : (double)valueBits / Nnz;
        CodedGapBits = Entries == 0 ? 0 : (double)gapBits / Entries;
        CodebookBytes = tensor.Codebook.Length * tensor.Format.ByteCount();
        TableBytes = Nnz == 0 ? 0 : TensorWriter.CodeLengthTables(tensor).Length;
        StreamBytes = tensor.Stream.Length;
        TotalBytes = tensor.ByteCount;
    }

    /// <summary>Weights before pruning.</summary>
    public long Weights { get; }

    /// <summary>Weights kept.</summary>
    public int Nnz { get; }

    /// <summary>Filler zeros between them.</summary>
    public long FillerCount { get; }

    /// <summary>Weights kept and filler zeros: what fixed-width coding stores.</summary>
    public long Entries => Nnz + FillerCount;

    /// <summary>The fraction of weights kept.</summary>
    public double Density => (double)Nnz / Weights;

    /// <summary>Centroids in the codebook.</summary>
    public int Centroids { get; }

    /// <summary>Bits of a codebook index at fixed width.</summary>
    public int FixedValueBits { get; }

    /// <summary>Bits of a gap at fixed width.</summary>
    public int FixedGapBits { get; }

    /// <summary>Mean bits of a codebook index after Huffman coding, over the weights kept.</summary>
    public double CodedValueBits { get; }

    /// <summary>Mean bits of a gap after Huffman coding, over all entries.</summary>
    public double CodedGapBits { get; }

    public int CodebookBytes { get; }

    /// <summary>Bytes of both tables of code lengths.</summary>
    public int TableBytes { get; }

    public int StreamBytes { get; }

    /// <summary>Bytes after pruning and quantisation, without Huffman coding: every entry at fixed width, and the codebook.</summary>
    public long FixedWidthBytes => CodebookBytes + (((Entries * (FixedValueBits + FixedGapBits)) + 7) / 8);

    /// <summary>Bytes in the artifact, after Huffman coding, everything counted.</summary>
    public int TotalBytes { get; }

    public static CodedTensorStatistics Of(CodedTensor tensor)
    {
        var gapCounts = new long[tensor.GapLengths.Length];
        var indexCounts = new long[tensor.IndexLengths.Length];
        var weights = new CodedWeightReader(tensor);
        int next = 0;
        int fillers = 0;
        while (weights.MoveNext())
        {
            int skipped = (weights.FillerCount - fillers) * tensor.FillerSkip;
            gapCounts[weights.Position - next - skipped]++;
            indexCounts[weights.Index]++;
            next = weights.Position + 1;
            fillers = weights.FillerCount;
        }

        if (tensor.WeightCount > 0)
        {
            gapCounts[tensor.FillerSkip] = fillers;
        }

        return new CodedTensorStatistics(
            tensor,
            fillers,
            HuffmanCode.TotalBits(gapCounts, tensor.GapLengths.AsSpan()),
            HuffmanCode.TotalBits(indexCounts, tensor.IndexLengths.AsSpan()));
    }

    /// <summary>⌈log₂ n⌉.</summary>
    private static int BitsFor(int symbols) => BitOperations.Log2((uint)symbols - 1) + (symbols > 1 ? 1 : 0);
}
