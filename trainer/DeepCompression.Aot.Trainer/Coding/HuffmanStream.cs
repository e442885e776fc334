using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>A tensor's weights in Huffman codes: the codes, and the stream (Deep Compression, section 4).</summary>
/// <param name="Code">How gaps and symbols are coded.</param>
/// <param name="Stream">The coded weights.</param>
internal sealed record HuffmanStream(HuffmanWeightCode Code, byte[] Stream)
{
    /// <summary>The classes of gaps and the code lengths with which the weights take the fewest bits.</summary>
    /// <param name="symbols">The symbol of each weight among the live columns, row-major; −1 for a pruned one.</param>
    /// <param name="symbolCount">How many symbols there are, at most 255.</param>
    public static HuffmanStream WithGaps(ReadOnlySpan<int> symbols, int symbolCount) => WithGaps(symbols, symbolCount, [], 0);

    /// <summary>The same, for symbols that plain bits follow.</summary>
    /// <param name="symbols">The symbol of each weight among the live columns, row-major; −1 for a pruned one.</param>
    /// <param name="symbolCount">How many symbols there are, at most 255.</param>
    /// <param name="plain">The plain bits of each weight, in the places of <paramref name="symbols"/>.</param>
    /// <param name="plainBits">How many plain bits a weight has.</param>
    public static HuffmanStream WithGaps(ReadOnlySpan<int> symbols, int symbolCount, ReadOnlySpan<uint> plain, int plainBits)
    {
        var gaps = new GapHistogram(symbols);
        int resolution = gaps.BestResolution();
        byte[] gapLengths = HuffmanCode.Lengths(gaps.ClassCounts(resolution));
        byte[] lengths = HuffmanCode.Lengths(Counts(symbols, symbolCount, first: 0));
        var stream = new BitWriter();
        var gapCode = new GapCode(resolution, gapLengths);
        uint[] codewords = HuffmanCode.Codewords(lengths);
        int gap = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] < 0)
            {
                gap++;
                continue;
            }

            gapCode.Write(stream, gap);
            stream.Write(codewords[symbols[i]], lengths[symbols[i]]);
            WritePlain(stream, plain, i, plainBits);
            gap = 0;
        }

        return new HuffmanStream(new HuffmanWeightCode(resolution, new(gapLengths), new(lengths)), stream.ToArray());
    }

    /// <summary>Without gaps: every position has a codeword, the first symbol says that there is no weight.</summary>
    /// <inheritdoc cref="WithGaps(ReadOnlySpan{int}, int, ReadOnlySpan{uint}, int)"/>
    public static HuffmanStream WithoutGaps(ReadOnlySpan<int> symbols, int symbolCount, ReadOnlySpan<uint> plain = default, int plainBits = 0)
    {
        byte[] lengths = HuffmanCode.Lengths(Counts(symbols, symbolCount + 1, first: -1));
        var stream = new BitWriter();
        uint[] codewords = HuffmanCode.Codewords(lengths);
        for (int i = 0; i < symbols.Length; i++)
        {
            stream.Write(codewords[symbols[i] + 1], lengths[symbols[i] + 1]);
            if (symbols[i] >= 0)
            {
                WritePlain(stream, plain, i, plainBits);
            }
        }

        return new HuffmanStream(new HuffmanWeightCode(0, default, new(lengths)), stream.ToArray());
    }

    private static void WritePlain(BitWriter stream, ReadOnlySpan<uint> plain, int place, int plainBits)
    {
        if (plainBits > 0)
        {
            stream.Write(plain[place], plainBits);
        }
    }

    private static long[] Counts(ReadOnlySpan<int> symbols, int symbolCount, int first)
    {
        var counts = new long[symbolCount];
        foreach (int symbol in symbols)
        {
            if (symbol >= first)
            {
                counts[symbol - first]++;
            }
        }

        return counts;
    }
}
