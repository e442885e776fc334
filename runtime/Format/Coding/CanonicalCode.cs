namespace DeepCompression.Aot.Format;

/// <summary>
/// A canonical Huffman code (Deep Compression, section 4): codewords of one length are consecutive, in symbol order, and shorter
/// ones come first. Decodes bit by bit; the runtime's table decoder is checked against this one.
/// </summary>
internal sealed class CanonicalCode
{
    /// <summary>No codeword is longer, so that one table of 4,096 entries decodes any symbol.</summary>
    public const int MaxLength = 12;

    private readonly int[] _countOfLength = new int[MaxLength + 1];
    private readonly byte[] _symbols;
    private readonly bool _isFree;

    private CanonicalCode(int usedSymbols, bool isFree)
    {
        _symbols = new byte[usedSymbols];
        _isFree = isFree;
    }

    /// <summary>Builds the code of the given lengths, one for each symbol, 0 for a symbol that does not occur.</summary>
    /// <param name="lengths">The lengths.</param>
    /// <param name="singleIsFree">Whether a symbol that alone occurs takes no bits, as its length of 1 would say.</param>
    /// <exception cref="ArtifactException">The lengths do not form a complete prefix code.</exception>
    public static CanonicalCode Create(ReadOnlySpan<byte> lengths, bool singleIsFree)
    {
        int used = 0;
        int filled = 0;
        foreach (byte length in lengths)
        {
            if (length > MaxLength)
            {
                throw ArtifactException.Rule($"a codeword has {length} bits, more than {MaxLength}");
            }

            if (length > 0)
            {
                used++;
                filled += 1 << (MaxLength - length);
            }
        }

        // A code of a single symbol has a length of one; every other code must use up all codewords.
        bool single = used == 1 && filled == 1 << (MaxLength - 1);
        if (filled != 1 << MaxLength && !single)
        {
            throw ArtifactException.Rule("the code lengths do not form a complete prefix code");
        }

        var code = new CanonicalCode(used, single && singleIsFree);
        int next = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    code._symbols[next++] = (byte)symbol;
                    code._countOfLength[length]++;
                }
            }
        }

        return code;
    }

    public int ReadSymbol(ref BitReader reader)
    {
        if (_isFree)
        {
            return _symbols[0];
        }

        int codeword = 0;
        int firstOfLength = 0;
        int symbolsBefore = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            codeword = (codeword << 1) | reader.ReadBit();
            int count = _countOfLength[length];
            if (codeword - firstOfLength < count)
            {
                return _symbols[symbolsBefore + codeword - firstOfLength];
            }

            symbolsBefore += count;
            firstOfLength = (firstOfLength + count) << 1;
        }

        reader.Require(false, "a codeword of the stream is not in its code");
        return 0;
    }
}
