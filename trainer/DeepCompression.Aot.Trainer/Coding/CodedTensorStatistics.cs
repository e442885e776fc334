using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>What a coded tensor takes, by the columns of the paper's per-layer tables (Deep Compression, tables 2 and 3).</summary>
internal sealed record CodedTensorStatistics
{
    private CodedTensorStatistics(CodedTensor tensor, GapHistogram gaps, long gapBits, long valueBits, SymbolCounts gapSymbols, SymbolCounts valueSymbols)
    {
        Weights = tensor.Shape.ElementCount;
        Nnz = tensor.WeightCount;
        Centroids = tensor.Codebook.Length;
        if (Nnz > 0)
        {
            FixedValueBits = FixedWidth.BitsFor(Centroids);
            FixedGapBits = tensor.Code is FixedWeightCode code ? code.GapBits : gaps.BestGapBits(FixedValueBits);
            FillerCount = gaps.FillerCount(FixedGapBits);
            CodedValueBits = (double)valueBits / Nnz;
            CodedGapBits = (double)gapBits / Nnz;
        }

        GapEntropy = gapSymbols.Entropy;
        ValueEntropy = valueSymbols.Entropy;
        CodebookBits = TensorWriter.CodebookBitCount(tensor);
        TableBits = TensorWriter.TableBitCount(tensor);
        StreamBits = gapBits + valueBits;
        TotalBytes = tensor.ByteCount;
    }

    /// <summary>Weights before pruning.</summary>
    public long Weights { get; }

    /// <summary>Weights kept.</summary>
    public int Nnz { get; }

    /// <summary>Filler zeros between them, at fixed width.</summary>
    public long FillerCount { get; }

    /// <summary>Weights kept and filler zeros: what fixed-width coding stores.</summary>
    public long Entries => Nnz + FillerCount;

    /// <summary>The fraction of weights kept.</summary>
    public double Density => (double)Nnz / Weights;

    /// <summary>Centroids in the codebook.</summary>
    public int Centroids { get; }

    /// <summary>Bits of a codebook index at fixed width.</summary>
    public int FixedValueBits { get; }

    /// <summary>Bits of a gap at fixed width: those of the tensor, or those that take the fewest bits in all.</summary>
    public int FixedGapBits { get; }

    /// <summary>Mean bits of a codebook index as coded, over the weights kept.</summary>
    public double CodedValueBits { get; }

    /// <summary>Mean bits of a gap as coded, over the weights kept; at fixed width with the filler zeros before it.</summary>
    public double CodedGapBits { get; }

    /// <summary>Shannon's bound for <see cref="CodedValueBits"/>: the entropy of the indices.</summary>
    public double ValueEntropy { get; }

    /// <summary>Shannon's bound for <see cref="CodedGapBits"/>: the entropy of the gaps.</summary>
    public double GapEntropy { get; }

    /// <summary>Bits of the codebook.</summary>
    public long CodebookBits { get; }

    /// <summary>Bits of the live columns and both tables of code lengths.</summary>
    public long TableBits { get; }

    /// <summary>Bits of the coded weights.</summary>
    public long StreamBits { get; }

    /// <summary>Bytes after pruning and quantisation, without Huffman coding: every entry at fixed width, and the codebook.</summary>
    public long FixedWidthBytes => (CodebookBits + (Entries * (FixedValueBits + FixedGapBits)) + 7) / 8;

    /// <summary>Bytes in the artifact, after Huffman coding, everything counted.</summary>
    public int TotalBytes { get; }

    public static CodedTensorStatistics Of(CodedTensor tensor)
    {
        var assignment = new int[tensor.Shape.ElementCount];
        Array.Fill(assignment, -1);
        var weights = new CodedWeightReader(tensor);
        var gapSymbols = new SymbolCounts();
        var valueSymbols = new SymbolCounts();
        long valueBits = 0;
        while (weights.MoveNext())
        {
            assignment[weights.Position] = weights.Index;
            gapSymbols.Add(weights.Gap);
            valueSymbols.Add(weights.Index);
            valueBits += tensor.Code is HuffmanWeightCode code ? code.WeightLengths[weights.Index] : FixedWidth.IndexBits(tensor.Codebook.Length);
        }

        return new CodedTensorStatistics(
            tensor, new GapHistogram(assignment), weights.Rest.Position - valueBits, valueBits, gapSymbols, valueSymbols);
    }
}
