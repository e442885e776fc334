using System.Buffers.Binary;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class NpyReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> Types => new()
    {
        { "<f4", [.. BitConverter.GetBytes(-2f), .. BitConverter.GetBytes(7f)] },
        { ">f4", [0xC0, 0, 0, 0, 0x40, 0xE0, 0, 0] },
        { "<f8", [.. BitConverter.GetBytes(-2d), .. BitConverter.GetBytes(7d)] },
        { "<f2", [.. BitConverter.GetBytes((Half)(-2)), .. BitConverter.GetBytes((Half)7)] },
        { "|i1", [0xFE, 7] },
        { "<i2", [0xFE, 0xFF, 7, 0] },
        { ">i2", [0xFF, 0xFE, 0, 7] },
        { "<i4", [.. BitConverter.GetBytes(-2), .. BitConverter.GetBytes(7)] },
        { "<i8", [.. BitConverter.GetBytes(-2L), .. BitConverter.GetBytes(7L)] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Numbers_of_every_type_are_read(string type, byte[] values)
    {
        SampleArray array = Read(NpyBytes.Of(type, "2,", values));

        Assert.Equal([2], array.Shape);
        Assert.Equal([-2, 7], array.Numbers!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Headers_of_every_version_are_read(byte version)
    {
        SampleArray array = Read(NpyBytes.Of("|u1", "1, 3", [4, 5, 6], version));

        Assert.Equal([1, 3], array.Shape);
        Assert.Equal([4, 5, 6], array.Bytes!);
    }

    [Fact]
    public void Where_the_first_dimension_varies_fastest_the_values_are_brought_into_order()
    {
        // Element (i, j, k) of a 2×3×2 array is 100·i + 10·j + k; the file has i innermost.
        byte[] file = [.. from k in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) select (byte)((100 * i) + (10 * j) + k)];

        SampleArray array = Read(NpyBytes.Of("|u1", "2, 3, 2", file, fortran: true));

        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], array.Bytes!);
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "type <c8")]
    [InlineData("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }", "type |O8")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "records")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "does not state")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "dimension of 99999999999")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), }", "more than 268435456 values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 0), }", "more than 268435456 values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "12 bytes of values, but 8 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 bytes of values, but 8 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }", "9 dimensions")]
    [InlineData("import os", "does not state")]
    public void What_is_no_array_of_numbers_is_refused_by_name(string header, string problem)
    {
        DataException error = Assert.Throws<DataException>(() => Read(NpyBytes.OfHeader(header, new byte[8])));

        Assert.Contains("a.npy: header: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_end_anywhere_are_refused()
    {
        byte[] whole = NpyBytes.Singles("2, 2", 1, 2, 3, 4);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<DataException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void A_header_that_claims_to_be_huge_takes_no_memory()
    {
        byte[] file = NpyBytes.Of("<f4", "1,", new byte[4], version: 2);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), uint.MaxValue);

        Assert.Contains("4294967295 bytes long", Assert.Throws<DataException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        Assert.Contains("nothing.npy", Assert.Throws<DataException>(() => NpyReader.Read(_folder.File("nothing.npy"))).Message, StringComparison.Ordinal);
    }

    private SampleArray Read(byte[] file) => NpyReader.Read(_folder.Write("a.npy", file));
}
