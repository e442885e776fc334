using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>The symbols of a canonical Huffman code in the order of their codewords: by length, then by symbol.</summary>
internal readonly ref struct CanonicalOrder
{
    /// <summary>The longest codeword the format allows, in bits.</summary>
    public const int MaxLength = CanonicalCode.MaxLength;

    /// <summary>Symbols of the largest alphabet.</summary>
    public const int MaxSymbols = 256;

    /// <summary>Sorts the symbols that occur.</summary>
    /// <param name="lengths">The code length of each symbol, 0 for one that does not occur.</param>
    /// <param name="workspace">Room for <see cref="MaxSymbols"/>.</param>
    /// <exception cref="InvalidOperationException">The lengths do not form a complete prefix code.</exception>
    public CanonicalOrder(ReadOnlySpan<byte> lengths, Span<byte> workspace)
    {
        int used = 0;
        int filled = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    workspace[used++] = (byte)symbol;
                    filled += 1 << (MaxLength - length);
                }
            }
        }

        // A code of a single symbol has a length of one; every other code uses up all codewords.
        IsSingle = used == 1 && filled == 1 << (MaxLength - 1);
        if ((filled != 1 << MaxLength && !IsSingle) || lengths.ContainsAnyExceptInRange((byte)0, (byte)MaxLength))
        {
            ThrowHelper.CorruptWeights("the code lengths do not form a complete prefix code");
        }

        Symbols = workspace[..used];
        Lengths = lengths;
    }

    /// <summary>Whether a single symbol occurs.</summary>
    public bool IsSingle { get; }

    /// <summary>The symbols that occur, in order.</summary>
    public ReadOnlySpan<byte> Symbols { get; }

    /// <summary>The code length of each symbol.</summary>
    public ReadOnlySpan<byte> Lengths { get; }
}
