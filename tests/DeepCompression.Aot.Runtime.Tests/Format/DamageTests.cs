using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>Damage as files suffer it: the checksum is not corrected.</summary>
public sealed class DamageTests
{
    /// <summary>Magic, version, the Graph section's tag and length: the bytes that steer everything else.</summary>
    private const int HeaderLength = 7;

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
        Artifact whole = ArtifactReader.Read(file);
        for (int length = 9; length < file.Length; length++)
        {
            byte[] cut = Mutation.WithChecksum(file.AsSpan(0, length));
            try
            {
                // Only the loss of whole optional sections can go unnoticed, and then everything else is as it was.
                Artifact read = ArtifactReader.Read(cut);
                Assert.Equal(whole.Tensors, read.Tensors);
                Assert.Contains(length, SectionEnds(file));
            }
            catch (ArtifactException)
            {
                // Refused, as it should be.
            }
        }
    }

    /// <summary>The lengths of files that end with a whole section.</summary>
    private static List<int> SectionEnds(byte[] file)
    {
        var ends = new List<int>();
        var reader = new ByteReader(file.AsSpan(5, file.Length - 9), "sections");
        while (reader.Remaining > 0)
        {
            reader.ReadByte();
            reader.ReadBytes(reader.ReadVarint());
            ends.Add(5 + reader.Position + 4);
        }

        return ends;
    }
}
