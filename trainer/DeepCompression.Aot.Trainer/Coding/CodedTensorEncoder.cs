using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a pruned tensor with shared weights (Deep Compression, sections 2 to 4).</summary>
internal static class CodedTensorEncoder
{
    /// <summary>Encodes a tensor; equal inputs give equal bytes.</summary>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="assignment">The centroid of each weight, row-major; −1 for a pruned one.</param>
    /// <param name="centroids">The centroids, in any order.</param>
    /// <param name="format">How the centroids are stored; they are rounded to it.</param>
    /// <param name="fillerSkip">
    /// The positions that a filler zero skips, 1 to <see cref="CodedTensor.MaxFillerSkip"/> (31 gives the paper's 5-bit gaps), or
    /// null for the one that takes the fewest bits.
    /// </param>
    /// <exception cref="ArgumentException">The arguments do not fit together, or a number cannot be stored.</exception>
    public static CodedTensor Encode(
        TensorShape shape, ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids, NumberFormat format, int? fillerSkip = null)
    {
        if (assignment.Length != shape.ElementCount)
        {
            throw new ArgumentException($"{assignment.Length} assignments do not fill a tensor of {shape}.", nameof(assignment));
        }

        if (fillerSkip is < 1 or > CodedTensor.MaxFillerSkip)
        {
            throw new ArgumentOutOfRangeException(nameof(fillerSkip), fillerSkip, $"A filler skips 1 to {CodedTensor.MaxFillerSkip} positions.");
        }

        Codebook codebook = Codebook.Normalise(assignment, centroids, format);
        return codebook.Centroids.Length == 0
            ? WithLength(new CodedTensor(shape, 0, NumberFormat.Single, default, 0, 0, default, default, default))
            : WithLength(Encode(shape, codebook, format, fillerSkip));
    }

    private static CodedTensor Encode(TensorShape shape, Codebook codebook, NumberFormat format, int? requestedSkip)
    {
        var gaps = new GapHistogram(codebook.Assignment);
        int fillerSkip = requestedSkip ?? gaps.BestFillerSkip();
        byte[] gapLengths = HuffmanCode.Lengths(gaps.SymbolCounts(fillerSkip));
        byte[] indexLengths = HuffmanCode.Lengths(CountIndices(codebook));
        return new CodedTensor(
            shape,
            ByteCount: 0,
            format,
            new(codebook.Centroids),
            codebook.Assignment.Count(index => index >= 0),
            fillerSkip,
            new(gapLengths),
            new(indexLengths),
            new(EncodeStream(codebook.Assignment, fillerSkip, gapLengths, indexLengths)));
    }

    private static long[] CountIndices(Codebook codebook)
    {
        var counts = new long[codebook.Centroids.Length];
        foreach (int index in codebook.Assignment)
        {
            if (index >= 0)
            {
                counts[index]++;
            }
        }

        return counts;
    }

    private static byte[] EncodeStream(int[] assignment, int fillerSkip, byte[] gapLengths, byte[] indexLengths)
    {
        uint[] gapCodewords = HuffmanCode.Codewords(gapLengths);
        uint[] indexCodewords = HuffmanCode.Codewords(indexLengths);
        var stream = new BitWriter();
        int gap = 0;
        foreach (int index in assignment)
        {
            if (index < 0)
            {
                gap++;
                continue;
            }

            for (; gap >= fillerSkip; gap -= fillerSkip)
            {
                stream.Write(gapCodewords[fillerSkip], gapLengths[fillerSkip]);
            }

            stream.Write(gapCodewords[gap], gapLengths[gap]);
            stream.Write(indexCodewords[index], indexLengths[index]);
            gap = 0;
        }

        return stream.ToArray();
    }

    private static CodedTensor WithLength(CodedTensor tensor) =>
        tensor with { ByteCount = TensorWriter.CodedPayload(tensor).Length };
}
