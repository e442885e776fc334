using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>Damage as files suffer it: the checksum is not corrected.</summary>
public sealed class DamageTests
{
    /// <summary>Magic, version and the beginning of the graph: the bytes that steer everything else.</summary>
    private const int HeaderLength = 8;

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        byte[] file = GoldenArtifacts.Valid("all-sections");
        for (int position = 0; position < file.Length; position++)
        {
            byte original = file[position];
            int step = position < HeaderLength ? 1 : 51;
            for (int change = 1; change < 256; change += step)
            {
                file[position] = (byte)(original ^ change);
                Assert.Throws<ArtifactException>(() => ArtifactReader.Read(file));
            }

            file[position] = original;
        }

        Assert.NotNull(ArtifactReader.Read(file));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] file = GoldenArtifacts.Valid("all-sections");
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<ArtifactException>(() => ArtifactReader.Read(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Every_truncation_is_noticed_even_if_the_checksum_is_right()
    {
        byte[] file = GoldenArtifacts.Valid("all-sections");
        for (int length = 9; length < file.Length; length++)
        {
            byte[] cut = Mutation.WithChecksum(file.AsSpan(0, length));
            Assert.Throws<ArtifactException>(() => ArtifactReader.Read(cut));
        }
    }
}
