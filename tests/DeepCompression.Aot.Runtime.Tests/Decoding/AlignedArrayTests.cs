namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class AlignedArrayTests
{
    /// <summary>From nothing to several large pages, which the system may give or not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public unsafe void Words_are_zero_and_begin_with_a_cache_line(int length)
    {
        AlignedArray array = AlignedArray.Zeros(length);
        Assert.Equal(0u, (nuint)array.First % 64);
        Assert.Equal(length, array.Length);

        // What lies behind the last can be read.
        Assert.Equal(-1, new Span<uint>(array.First, length + 16).IndexOfAnyExcept(0u));
        array.Floats.Fill(1);
        Assert.Equal(-1, array.Floats.IndexOfAnyExcept(1f));
        GC.KeepAlive(array);
    }
}
