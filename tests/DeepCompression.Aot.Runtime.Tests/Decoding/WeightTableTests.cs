using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class WeightTableTests
{
    [Fact]
    public void Every_entry_says_what_the_bitwise_codes_read_from_its_bits() => Properties.Check(random =>
    {
        int resolution = random.Next(GapClasses.MaxResolution + 1);
        byte[] gapLengths = RandomLengths(random, GapClasses.MaxCount(resolution));
        byte[] indexLengths = RandomLengths(random, random.Next(1, 256));
        var table = new uint[WeightTable.Length];
        WeightTable.Build(new PackedTensor([0], 1, 1, 1, [], resolution, gapLengths, indexLengths), table);

        for (int i = 0; i < 100; i++)
        {
            int bits = random.Next(WeightTable.Indices);
            Assert.Equal(GapEntry(bits, resolution, gapLengths), table[bits]);
            Assert.Equal(IndexEntry(bits, indexLengths), MemoryMarshal.Cast<uint, ushort>(table.AsSpan(WeightTable.Indices))[bits]);
        }
    });

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 2, 0 })]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 1, 1 })]
    [InlineData(new byte[] { 1, 1, 13 })]
    [InlineData(new byte[] { 1, 1, 255 })]
    public void Lengths_that_form_no_complete_code_are_reported(byte[] lengths)
    {
        var table = new uint[WeightTable.Length];
        foreach (bool gaps in new[] { true, false })
        {
            var exception = Assert.Throws<InvalidOperationException>(() => WeightTable.Build(
                new PackedTensor([0], 1, 1, 1, [], 0, gaps ? lengths : [1, 0], gaps ? [1] : lengths), table));
            Assert.Contains("do not form a complete prefix code", exception.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] RandomLengths(Random random, int symbolCount)
    {
        int draws = random.Next(1, symbolCount + 1);
        var used = new SortedSet<int>(Enumerable.Range(0, draws).Select(_ => random.Next(symbolCount)));
        return new RandomPrefixCode(random, symbolCount, used).Lengths;
    }

    private static uint GapEntry(int bits, int resolution, byte[] lengths)
    {
        (int gapClass, int used) = ReadClass(bits, lengths);
        int extra = GapClasses.ExtraBits(gapClass, resolution);
        if (used + extra > WeightTable.Bits)
        {
            return ((uint)used << WeightTable.CodewordShift) | Entry(gapClass, (int)WeightTable.NoLength);
        }

        int place = (bits >> (WeightTable.Bits - used - extra)) & ((1 << extra) - 1);
        return Entry(GapClasses.First(gapClass, resolution) + place + 1, used + extra);
    }

    private static (int GapClass, int Used) ReadClass(int bits, byte[] lengths)
    {
        // The only class that occurs takes no bits.
        if (lengths.Count(length => length > 0) == 1)
        {
            return (Array.FindIndex(lengths, length => length > 0), 0);
        }

        int gapClass = Read(bits, 0, lengths)!.Value;
        return (gapClass, lengths[gapClass]);
    }

    private static uint IndexEntry(int bits, byte[] lengths) =>
        Read(bits, 0, lengths) is int index ? Entry(index + 1, lengths[index]) : WeightTable.Invalid;

    private static uint Entry(int value, int used) => ((uint)value << WeightTable.ValueShift) | (uint)used;

    /// <summary>The symbol after the bits used, or null where its codeword does not end within the bits.</summary>
    private static int? Read(int bits, int used, byte[] lengths)
    {
        var reader = new BitReader([(byte)(bits >> 4), (byte)(bits << 4)], "test");
        reader.ReadBits(used);
        try
        {
            int symbol = CanonicalCode.Create(lengths, singleIsFree: false).ReadSymbol(ref reader);
            return used + lengths[symbol] <= WeightTable.Bits ? symbol : null;
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
