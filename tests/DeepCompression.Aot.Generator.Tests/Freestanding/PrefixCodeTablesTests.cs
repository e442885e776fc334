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
        [3, 3, 3, 3, 3, 3, 3, 7, 0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_16_bits_begin_with_the_symbol_that_the_specification_says(byte[] lengths)
    {
        CanonicalCode reference = CanonicalCode.Create(lengths, singleIsFree: false);
        PrefixCodeTables tables = PrefixCodeTables.Of(lengths, singleIsFree: false);
        for (int head = 0; head <= ushort.MaxValue; head++)
        {
            var bits = new BitReader([(byte)(head >> 8), (byte)head], "test");

            (int symbol, int length) = Decode(tables, head);

            Assert.Equal(reference.ReadSymbol(ref bits), symbol);
            Assert.Equal(lengths[symbol], length);
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

    /// <summary>As the runtime's RowReader does it.</summary>
    private static (int Symbol, int Length) Decode(PrefixCodeTables tables, int head)
    {
        int found = tables.Lookup[head >> (16 - LookupBits)];
        if (found >= 0)
        {
            return (tables.Symbols[found >> LengthBits], found & ((1 << LengthBits) - 1));
        }

        int more = Array.FindIndex(tables.Last, last => head <= last);
        int length = LookupBits + 1 + more;
        return (tables.Symbols[(head >> (16 - length)) + tables.Ranks[more]], length);
    }
}
