using System.Buffers.Binary;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] Images = IdxBytes.Of([2, 2, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_short_anywhere_is_refused(bool gzip)
    {
        byte[] whole = gzip ? IdxBytes.Gzip(Images) : Images;
        Assert.Equal(Images[16..], Read(whole));

        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<DataException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void A_flipped_bit_of_a_gzip_file_never_changes_the_values()
    {
        byte[] whole = IdxBytes.Gzip(Images);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            // Bits that carry no data (the time stamp, say) may pass; then the values are right.
            Exception? error = Record.Exception(() => Assert.Equal(Images[16..], Read(flipped)));
            Assert.True(error is null or DataException, $"bit {bit}: {error}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_beyond_the_declared_ones_are_refused(bool gzip)
    {
        byte[] longer = [.. Images, 13];

        DataException error = Assert.Throws<DataException>(() => Read(gzip ? IdxBytes.Gzip(longer) : longer));

        Assert.Contains("declares 12 values, but the file holds 13", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0x0D)]
    [InlineData(3, 1)]
    public void A_wrong_magic_number_is_refused(int position, byte value)
    {
        byte[] wrong = [.. Images];
        wrong[position] = value;

        Assert.Equal("byte 0", Assert.Throws<DataException>(() => Read(wrong)).Place);
    }

    [Theory]
    [InlineData(0u, 2u, 3u, "byte 4")]
    [InlineData(uint.MaxValue, 2u, 3u, "byte 4")]
    [InlineData(2u, 0u, 3u, "byte 8")]
    [InlineData(2u, 4097u, 3u, "byte 8")]
    [InlineData(2u, 2u, uint.MaxValue, "byte 12")]
    [InlineData(1u << 30, 4096u, 4096u, "header")]
    [InlineData(60_000u, 28u, 28u, "header")]
    public void Dimensions_that_the_file_cannot_hold_take_no_memory(uint count, uint height, uint width, string place)
    {
        byte[] file = IdxBytes.Of([count, height, width], new byte[12]);
        foreach (byte[] content in (byte[][])[file, IdxBytes.Gzip(file)])
        {
            string path = _folder.Write("images", content);
            long before = GC.GetAllocatedBytesForCurrentThread();
            DataException error = Assert.Throws<DataException>(() => IdxReader.ReadImages(path, out _));
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(place, error.Place);
            Assert.Equal(path, error.File);
            Assert.InRange(taken, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_gzip_file_is_read_no_further_than_it_declares()
    {
        // 64 MB of zeros behind a header for twelve values, the stated length forged to match the header.
        byte[] bomb = IdxBytes.Gzip([.. Images, .. new byte[64 << 20]]);
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(bomb.Length - 4), Images.Length);
        string path = _folder.Write("images", bomb);

        long before = GC.GetAllocatedBytesForCurrentThread();
        DataException error = Assert.Throws<DataException>(() => IdxReader.ReadImages(path, out _));

        Assert.Equal("gzip data", error.Place);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Gzip_data_that_do_not_match_their_checksum_or_length_are_refused()
    {
        byte[] whole = IdxBytes.Gzip(Images);
        for (int position = whole.Length - 8; position < whole.Length; position++)
        {
            byte[] wrong = [.. whole];
            wrong[position] ^= 1;

            Assert.Throws<DataException>(() => Read(wrong));
        }
    }

    [Fact]
    public void Labels_are_not_images_and_images_not_labels()
    {
        Assert.Throws<DataException>(() => IdxReader.ReadLabels(_folder.Write("images", Images)));
        Assert.Throws<DataException>(() => IdxReader.ReadImages(_folder.Write("labels", IdxBytes.Of([2], 0, 1)), out _));
    }

    [Fact]
    public void A_missing_file_is_a_data_error()
    {
        DataException error = Assert.Throws<DataException>(() => IdxReader.ReadLabels(_folder.File("missing")));

        Assert.Contains("Check that the file exists", error.Message, StringComparison.Ordinal);
    }

    private byte[] Read(byte[] content) => IdxReader.ReadImages(_folder.Write("images", content), out _);
}
