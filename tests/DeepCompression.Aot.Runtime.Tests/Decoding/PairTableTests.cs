using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>The table that reads gap and index together says what the two tables say that read them one after the other.</summary>
public class PairTableTests
{
    [Fact]
    public void A_pair_is_a_gap_and_the_index_behind_it() => Properties.Check(random =>
    {
        int resolution = random.Next(GapClasses.MaxResolution + 1);
        byte[] gapLengths = RandomLengths(random, GapClasses.MaxCount(resolution));
        byte[] indexLengths = RandomLengths(random, random.Next(1, 256));
        var tensor = new PackedTensor([0], 1, 1, 1, [], resolution, gapLengths, indexLengths);
        var pairs = new uint[PairTable.Length];
        PairTable.Build(tensor, pairs);
        var singles = new uint[WeightTable.Length];
        WeightTable.Build(tensor, singles);
        ReadOnlySpan<ushort> indices = MemoryMarshal.Cast<uint, ushort>(singles.AsSpan(WeightTable.Indices));
        for (int i = 0; i < 200; i++)
        {
            int bits = random.Next(WeightTable.Indices);
            (int Code, int Length)? index = IndexOf(indices[bits]);
            AssertIndex(index, pairs[PairTable.Indices + bits]);
            uint gap = singles[bits];
            int gapLength = (int)(gap & WeightTable.LengthMask);
            if (gapLength == WeightTable.NoLength)
            {
                AssertEscape((int)(gap >> WeightTable.ValueShift) & byte.MaxValue, (int)(gap >> WeightTable.CodewordShift), pairs[bits]);
                continue;
            }

            int step = (int)(gap >> WeightTable.ValueShift);
            if (step > 1023)
            {
                int gapClass = GapClasses.Of(step - 1, resolution);
                AssertEscape(gapClass, gapLength - GapClasses.ExtraBits(gapClass, resolution), pairs[bits]);
                continue;
            }

            (int Code, int Length)? behind = IndexOf(indices[(bits << gapLength) & (WeightTable.Indices - 1)]);
            Assert.Equal(step, (int)(pairs[bits] >> PairTable.StepShift));
            AssertPair(gapLength, behind is { } whole && gapLength + whole.Length <= WeightTable.Bits ? whole : null, pairs[bits]);
        }
    });

    private static void AssertPair(int gapLength, (int Code, int Length)? index, uint entry)
    {
        Assert.Equal(gapLength + (index?.Length ?? 0), (int)(entry & WeightTable.LengthMask));
        Assert.Equal(index?.Code ?? 0, PairTable.CodeOf(entry));
        Assert.Equal(index is null, (entry & PairTable.Partial) != 0);
    }

    private static void AssertIndex((int Code, int Length)? index, uint entry)
    {
        Assert.Equal(index is null, (entry & PairTable.Escape) != 0);
        Assert.Equal(index?.Code ?? (int)PairTable.NoClass, PairTable.CodeOf(entry));
        Assert.Equal(index?.Length ?? 0, (int)(entry & WeightTable.LengthMask));
        Assert.Equal(0u, entry & PairTable.Partial);
    }

    private static void AssertEscape(int gapClass, int codewordLength, uint entry)
    {
        Assert.NotEqual(0u, entry & PairTable.Escape);
        Assert.Equal(gapClass, PairTable.CodeOf(entry));
        Assert.Equal(codewordLength, PairTable.CodewordLength(entry));
        Assert.Equal(0u, entry & (PairTable.Partial | WeightTable.LengthMask));
    }

    private static (int Code, int Length)? IndexOf(ushort entry) =>
        entry == WeightTable.Invalid ? null : (entry >> WeightTable.ValueShift, (int)(entry & WeightTable.LengthMask));

    private static byte[] RandomLengths(Random random, int symbolCount)
    {
        int draws = random.Next(1, symbolCount + 1);
        var used = new SortedSet<int>(Enumerable.Range(0, draws).Select(_ => random.Next(symbolCount)));
        return new RandomPrefixCode(random, symbolCount, used).Lengths;
    }
}
