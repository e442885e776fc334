using System.Numerics;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>What symbols cost under the best code that knows how often each occurs, and nothing else.</summary>
internal static class Entropy
{
    /// <summary>Shannon's bound: bits for all symbols together.</summary>
    public static double Bits(IEnumerable<int> symbols) => BitsOf(Counts(symbols));

    /// <summary>Shannon's bound, from how often each symbol occurs.</summary>
    public static double BitsOf(IReadOnlyCollection<long> counts)
    {
        double total = counts.Sum();
        return counts.Where(count => count > 0).Sum(count => -count * Math.Log2(count / total));
    }

    /// <summary>A Huffman code's bits for all symbols together, without its table.</summary>
    public static long HuffmanBits(IEnumerable<int> symbols)
    {
        long[] counts = Counts(symbols);
        return counts.Length == 0 ? 0 : HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts));
    }

    /// <summary>The bits that tell a number of symbols apart at fixed width.</summary>
    public static int FixedBits(int symbols) => symbols <= 1 ? 0 : BitOperations.Log2((uint)symbols - 1) + 1;

    /// <summary>How often each symbol occurs, by symbol.</summary>
    public static long[] Counts(IEnumerable<int> symbols)
    {
        var counts = new List<long>();
        foreach (int symbol in symbols)
        {
            while (counts.Count <= symbol)
            {
                counts.Add(0);
            }

            counts[symbol]++;
        }

        return [.. counts];
    }
}
