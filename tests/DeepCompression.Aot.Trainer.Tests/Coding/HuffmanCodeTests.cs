using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class HuffmanCodeTests
{
    [Fact]
    public void No_code_within_the_limit_takes_fewer_bits()
    {
        Prop.ForAll<int>(seed =>
        {
            long[] counts = DrawCounts(seed, mostSymbols: 14);
            long fewest = FewestBits([.. counts.Where(count => count > 0).OrderDescending()]);
            return HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts)) == fewest;
        }).Require();
    }

    [Fact]
    public void Counts_that_would_need_longer_codewords_are_held_to_the_limit_at_the_least_cost()
    {
        long[] fibonacci = [1, 1, .. new long[20]];
        for (int i = 2; i < fibonacci.Length; i++)
        {
            fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
        }

        byte[] lengths = HuffmanCode.Lengths(fibonacci);

        Assert.Equal(CanonicalCode.MaxLength, lengths.Max());
        Assert.Equal(FewestBits([.. fibonacci.Reverse()]), HuffmanCode.TotalBits(fibonacci, lengths));
        CanonicalCode.Create(lengths, singleIsFree: false);
    }

    [Fact]
    public void The_mean_length_is_within_a_bit_of_the_entropy()
    {
        Prop.ForAll<int>(seed =>
        {
            long[] counts = DrawCounts(seed, mostSymbols: 256);
            double total = counts.Sum();
            double entropyBits = counts.Where(count => count > 0).Sum(count => -count * Math.Log2(count / total));
            long bits = HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts));
            return bits >= entropyBits - 1e-6 && bits <= entropyBits + total;
        }).Require();
    }

    [Fact]
    public void Every_symbol_is_decoded_from_its_codeword()
    {
        Prop.ForAll<int>(seed =>
        {
            byte[] lengths = HuffmanCode.Lengths(DrawCounts(seed, mostSymbols: 256));
            uint[] codewords = HuffmanCode.Codewords(lengths);
            CanonicalCode code = CanonicalCode.Create(lengths, singleIsFree: false);
            return Enumerable.Range(0, lengths.Length).All(symbol => lengths[symbol] == 0 || Decode(code, codewords[symbol], lengths[symbol]) == symbol);
        }).Require();
    }

    [Fact]
    public void Code_lengths_are_read_as_they_were_written()
    {
        Prop.ForAll<int>(seed =>
        {
            byte[] lengths = HuffmanCode.Lengths(DrawCounts(seed, mostSymbols: 256));
            var writer = new BitWriter();
            CodeLengthsWriter.Write(writer, lengths);
            var reader = new BitReader(writer.ToArray(), "test");
            return CodeLengths.Read(ref reader, lengths.Length).SequenceEqual(lengths)
                && reader.Position == writer.BitCount;
        }).Require();
    }

    [Fact]
    public void A_single_symbol_takes_one_bit_and_no_symbol_none()
    {
        Assert.Equal([0, 1, 0], HuffmanCode.Lengths([0, 7, 0]));
        Assert.Equal([0, 0], HuffmanCode.Lengths([0, 0]));
    }

    private static int Decode(CanonicalCode code, uint codeword, int length)
    {
        var writer = new BitWriter();
        writer.Write(codeword, length);
        var reader = new BitReader(writer.ToArray(), "test");
        return code.ReadSymbol(ref reader);
    }

    /// <summary>One to <paramref name="mostSymbols"/> symbols, some absent, most rare, a few frequent.</summary>
    private static long[] DrawCounts(int seed, int mostSymbols)
    {
        var random = new Random(seed);
        long[] counts = [.. Enumerable.Range(0, random.Next(1, mostSymbols + 1)).Select(_ => (long)Math.Pow(1000, random.NextDouble() * 1.2) - 1)];
        counts[random.Next(counts.Length)]++;
        return counts;
    }

    /// <summary>The least bits of any prefix code within the limit, by trying how many codewords each length has.</summary>
    /// <param name="descending">The counts, largest first: in a best code they get the shorter codewords.</param>
    private static long FewestBits(long[] descending)
    {
        if (descending.Length == 1)
        {
            return descending[0];
        }

        var known = new Dictionary<(int Length, int Free, int Placed), long>();
        return Best(1, 2, 0);

        // Codewords of `length` bits still free, symbols placed so far; whoever is not placed pays a bit for each length passed.
        long Best(int length, int free, int placed)
        {
            int waiting = descending.Length - placed;
            if (waiting == 0)
            {
                return 0;
            }

            if (length > CanonicalCode.MaxLength || free == 0)
            {
                return long.MaxValue / 2;
            }

            if (known.TryGetValue((length, free, placed), out long best))
            {
                return best;
            }

            best = long.MaxValue / 2;
            for (int here = 0; here <= Math.Min(free, waiting); here++)
            {
                best = Math.Min(best, Best(length + 1, Math.Min(2 * (free - here), descending.Length), placed + here));
            }

            best += descending[placed..].Sum();
            known[(length, free, placed)] = best;
            return best;
        }
    }
}
