using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Optimal code lengths under the format's limit (Deep Compression, section 4; Larmore and Hirschberg's package-merge), and the
/// canonical codewords that go with lengths.
/// </summary>
internal static class HuffmanCode
{
    /// <summary>
    /// The length in bits of each symbol's codeword, 0 for a symbol that does not occur; no other prefix code whose codewords have
    /// at most <see cref="CanonicalCode.MaxLength"/> bits takes fewer bits in all. A single symbol takes one bit.
    /// </summary>
    /// <param name="counts">How often each symbol occurs; at most 2^<see cref="CanonicalCode.MaxLength"/> symbols do.</param>
    public static byte[] Lengths(ReadOnlySpan<long> counts)
    {
        var lengths = new byte[counts.Length];
        Node[] leaves = SortedLeaves(counts);
        if (leaves.Length == 1)
        {
            lengths[leaves[0].Symbol] = 1;
            return lengths;
        }

        // Each level offers the symbols anew, along with pairs from the level before; a symbol's length is the number of levels
        // at which it is among the cheapest 2n − 2 items of the last level, on its own or inside a package.
        Node[] level = leaves;
        for (int i = 1; i < CanonicalCode.MaxLength; i++)
        {
            level = Merge(leaves, Pair(level));
        }

        for (int i = 0; i < (2 * leaves.Length) - 2; i++)
        {
            AddTo(lengths, level[i]);
        }

        return lengths;
    }

    /// <summary>Whether a single symbol occurs, which as a class of gaps takes no bits.</summary>
    public static bool IsSingle(ReadOnlySpan<byte> lengths) => lengths.Length - lengths.Count((byte)0) == 1;

    /// <summary>The canonical codeword of each symbol: see <see cref="CanonicalCode"/>.</summary>
    public static uint[] Codewords(ReadOnlySpan<byte> lengths)
    {
        var codewords = new uint[lengths.Length];
        uint next = 0;
        for (int length = 1; length <= CanonicalCode.MaxLength; length++)
        {
            next <<= 1;
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codewords[symbol] = next++;
                }
            }
        }

        return codewords;
    }

    /// <summary>The bits that all symbols take together.</summary>
    public static long TotalBits(ReadOnlySpan<long> counts, ReadOnlySpan<byte> lengths)
    {
        long bits = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            bits += counts[symbol] * lengths[symbol];
        }

        return bits;
    }

    /// <summary>The symbols that occur, rarest first; the sort is stable, so equal counts keep the order of symbols.</summary>
    private static Node[] SortedLeaves(ReadOnlySpan<long> counts)
    {
        var leaves = new List<Node>();
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                leaves.Add(new Node(counts[symbol], symbol, null, null));
            }
        }

        return [.. leaves.OrderBy(leaf => leaf.Count)];
    }

    private static Node[] Pair(Node[] items)
    {
        var pairs = new Node[items.Length / 2];
        for (int i = 0; i < pairs.Length; i++)
        {
            Node left = items[2 * i];
            Node right = items[(2 * i) + 1];
            pairs[i] = new Node(left.Count + right.Count, -1, left, right);
        }

        return pairs;
    }

    private static Node[] Merge(Node[] leaves, Node[] packages)
    {
        var merged = new Node[leaves.Length + packages.Length];
        int leaf = 0;
        int package = 0;
        for (int i = 0; i < merged.Length; i++)
        {
            bool takeLeaf = package == packages.Length || (leaf < leaves.Length && leaves[leaf].Count <= packages[package].Count);
            merged[i] = takeLeaf ? leaves[leaf++] : packages[package++];
        }

        return merged;
    }

    private static void AddTo(byte[] lengths, Node node)
    {
        if (node is { Left: { } left, Right: { } right })
        {
            AddTo(lengths, left);
            AddTo(lengths, right);
        }
        else
        {
            lengths[node.Symbol]++;
        }
    }

    /// <summary>A symbol, or a package of two items of the level before.</summary>
    private sealed record Node(long Count, int Symbol, Node? Left, Node? Right);
}
