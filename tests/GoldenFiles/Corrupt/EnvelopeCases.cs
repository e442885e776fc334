using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Magic, version, checksum, and where the content ends.</summary>
internal static class EnvelopeCases
{
    public static IEnumerable<CorruptCase> All()
    {
        byte[] sound = Forge.File();
        byte[] flipped = [.. sound];
        flipped[12] ^= 0x10;
        yield return new("empty-file", [], "does not begin with the bytes of an artifact", ArtifactFault.NotAnArtifact);
        yield return new("wrong-magic", [.. "PK"u8, .. sound[2..]], "does not begin with the bytes of an artifact", ArtifactFault.NotAnArtifact);
        yield return new("wrong-version", Forge.Envelope(1, Forge.SoundGraph), "format version 1, this build reads version 2", ArtifactFault.UnsupportedVersion);
        yield return new("flipped-bit", flipped, "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("truncated", sound[..^9], "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("truncated-header", sound[..6], "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("bytes-after-the-end", [.. sound, 0], "the checksum does not match", ArtifactFault.ChecksumMismatch);

        yield return Content("content-missing", "graph, bit 0: the bits end early", string.Empty);
        yield return Content("weight-missing", "parameter 0, bit 24: the bits end early", Forge.SoundGraph);
        yield return Content("bias-missing", "parameter 1, bit 102: 2 numbers are announced", $"{Forge.SoundGraph} {Forge.Weight()}");
        yield return Content("byte-after-the-content", "1 bytes follow the end", $"{Sound} 00000000 0");
        yield return Content("padding-not-zero", "padding bits are not zero", $"{Sound} 1");
    }

    /// <summary>Of 138 bits, so that six of padding follow.</summary>
    private static string Sound => $"{Forge.SoundGraph} {Forge.Weight()} {Forge.SoundBias} {Forge.NoDescriptions}";

    private static CorruptCase Content(string name, string message, string content) =>
        new(name, Forge.Envelope(Artifact.Version, content), message);
}
