using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A canonical Huffman code as one table: the next <see cref="Bits"/> bits of a stream select the entry that holds the symbol they
/// begin with (bits 0 to 7) and its length (bits 8 to 11). Bits that begin no codeword select <see cref="Invalid"/>.
/// </summary>
internal static class HuffmanTable
{
    /// <summary>The bits looked at: those of the longest codeword the format allows.</summary>
    public const int Bits = CanonicalCode.MaxLength;

    /// <summary>Entries of a table.</summary>
    public const int Length = 1 << Bits;

    /// <summary>No codeword: a flag that no symbol has, and a length that keeps decoding going until the flag is looked at.</summary>
    public const ushort Invalid = InvalidFlag | (1 << LengthShift);

    /// <summary>The bit that only <see cref="Invalid"/> has.</summary>
    public const ushort InvalidFlag = 0x8000;

    /// <summary>Where the length begins in an entry.</summary>
    public const int LengthShift = 8;

    /// <summary>Fills a table from the code length of each symbol, 0 for one that does not occur.</summary>
    /// <remarks>Codewords ascend with their length, then their symbol, so their entries simply follow one another.</remarks>
    /// <exception cref="InvalidOperationException">The lengths do not form a complete prefix code.</exception>
    public static void Build(ReadOnlySpan<byte> lengths, Span<ushort> table)
    {
        int used = 0;
        int filled = 0;
        for (int length = 1; length <= Bits; length++)
        {
            int run = 1 << (Bits - length);
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length)
                {
                    continue;
                }

                if (filled + run > Length)
                {
                    ThrowHelper.CorruptWeights("the code lengths do not form a prefix code");
                }

                table.Slice(filled, run).Fill((ushort)(symbol | (length << LengthShift)));
                filled += run;
                used++;
            }
        }

        // A code of a single symbol spends one bit on it; every other code uses up all codewords.
        bool single = used == 1 && filled == Length / 2;
        if ((filled != Length && !single) || lengths.ContainsAnyExceptInRange((byte)0, (byte)Bits))
        {
            ThrowHelper.CorruptWeights("the code lengths do not form a complete prefix code");
        }

        table[filled..Length].Fill(Invalid);
    }
}
