using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;

namespace DeepCompression.Aot.Generator.Tests.Freestanding;

/// <summary>The tables of the microcontroller's decoder against the slow reading of canonical codes.</summary>
public sealed class PrefixCodeTablesTests
{
    private const int LookupBits = 6;
    private const int LengthBits = 4;

    public static TheoryData<byte[]> Codes => new(
        [1, 1],
        [2, 0, 1, 2],
        [1, 2, 3, 4, 5, 6, 6],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12],
        [7, .. Enumerable.Repeat((byte)8, 254)],
        [.. Enumerable.Repeat((byte)8, 256)],
        [3, 3, 3, 3, 3, 3, 3, 7, 0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);

    /// <summary>Codes of classes that can be; the last has short codewords with more plain bits than the decoder has at hand behind them.</summary>
    public static TheoryData<byte[]> GapCodes => new(
        [1, 1],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12],
        [3, 3, 3, 3, 3, 3, 3, 7, 0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7],
        [1, .. new byte[31], 2, 2]);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_16_bits_begin_with_the_symbol_that_the_specification_says(byte[] lengths)
    {
        CanonicalCode reference = CanonicalCode.Create(lengths, singleIsFree: false);
        PrefixCodeTables tables = PrefixCodeTables.Of(lengths, singleIsFree: false);
        PrefixCodeTables searched = PrefixCodeTables.Of(lengths, singleIsFree: false, searchesAll: true);
        for (int head = 0; head <= ushort.MaxValue; head++)
        {
            var bits = new BitReader([(byte)(head >> 8), (byte)head], "test");

            (int symbol, int length) = Decode(tables, head);

            Assert.Equal(reference.ReadSymbol(ref bits), symbol);
            Assert.Equal(lengths[symbol], length);
            Assert.Equal((symbol, length), Search(searched, head));
        }
    }

    [Theory]
    [MemberData(nameof(GapCodes))]
    public void A_look_up_of_gaps_adds_codeword_and_plain_bits_to_the_gap(byte[] lengths)
    {
        const int Resolution = 1;
        GapTables tables = GapTables.Of(new HuffmanWeightCode(Resolution, new(lengths), default));
        var random = new Random(lengths.Length);
        for (int i = 0; i < 1 << 14; i++)
        {
            uint head = (uint)random.NextInt64(1L << 32);
            (int gapClass, int length) = Search(PrefixCodeTables.Of(lengths, singleIsFree: true, searchesAll: true), (int)(head >> 16));
            int extra = GapClasses.ExtraBits(gapClass, Resolution);
            long plain = (((long)head << length) & uint.MaxValue) >> (32 - extra);

            int found = tables.Lookup[head >> (32 - LookupBits)];

            bool isSearched = length > LookupBits || length + extra > 16;
            Assert.Equal(isSearched, found == -1);
            if (!isSearched)
            {
                Assert.Equal(length + extra, found & 31);
                Assert.Equal(GapClasses.First(gapClass, Resolution) + plain, ((long)head >> (32 - length - extra)) + (found >> 5));
            }
            else
            {
                (int searched, int searchedLength) = Search(tables.Code, (int)(head >> 16));
                Assert.Equal((gapClass, length), (searched, searchedLength));
            }
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_single_symbol_takes_no_bits_as_a_gap_and_one_as_an_index(bool isFree, int length)
    {
        PrefixCodeTables tables = PrefixCodeTables.Of([0, 0, 1], isFree);

        Assert.All(tables.Lookup, found => Assert.Equal(length, found));
        Assert.Equal([2], tables.Symbols);
    }

    /// <summary>As the runtime's RowTables does it.</summary>
    private static (int Symbol, int Length) Decode(PrefixCodeTables tables, int head)
    {
        int found = tables.Lookup[head >> (16 - LookupBits)];
        return found >= 0 ? (tables.Symbols[found >> LengthBits], found & ((1 << LengthBits) - 1)) : Search(tables, head);
    }

    private static (int Symbol, int Length) Search(PrefixCodeTables tables, int head)
    {
        int more = Array.FindIndex(tables.Last, last => head <= last);
        int length = tables.FirstLength + more;
        return (tables.Symbols[(head >> (16 - length)) + tables.Ranks[more]], length);
    }
}
