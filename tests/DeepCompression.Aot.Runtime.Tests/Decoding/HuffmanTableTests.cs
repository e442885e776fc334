using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class HuffmanTableTests
{
    [Fact]
    public void Every_entry_agrees_with_the_bitwise_code() => Properties.Check(random =>
    {
        int symbolCount = random.Next(1, 257);
        var used = new SortedSet<int>(Enumerable.Range(0, random.Next(1, symbolCount + 1)).Select(_ => random.Next(symbolCount)));
        byte[] lengths = new RandomPrefixCode(random, symbolCount, used).Lengths;
        var table = new ushort[HuffmanTable.Length];
        HuffmanTable.Build(lengths, table);

        CanonicalCode code = CanonicalCode.Create(lengths);
        for (int i = 0; i < 200; i++)
        {
            int bits = random.Next(HuffmanTable.Length);
            var reader = new BitReader([(byte)(bits >> 4), (byte)(bits << 4)]);
            try
            {
                int symbol = code.ReadSymbol(ref reader);
                Assert.Equal(symbol | (lengths[symbol] << HuffmanTable.LengthShift), table[bits]);
            }
            catch (ArtifactException)
            {
                Assert.Equal(HuffmanTable.Invalid, table[bits]);
            }
        }
    });

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 1, 1 })]
    [InlineData(new byte[] { 1, 1, 13 })]
    [InlineData(new byte[] { 1, 1, 255 })]
    public void Lengths_that_form_no_complete_code_are_reported(byte[] lengths)
    {
        var table = new ushort[HuffmanTable.Length];
        var exception = Assert.Throws<InvalidOperationException>(() => HuffmanTable.Build(lengths, table));
        Assert.Contains("prefix code", exception.Message, StringComparison.Ordinal);
    }
}
