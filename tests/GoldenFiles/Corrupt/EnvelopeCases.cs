using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Magic, version, checksum, and the list of sections.</summary>
internal static class EnvelopeCases
{
    public static IEnumerable<CorruptCase> All()
    {
        byte[] sound = Forge.File();
        byte[] flipped = [.. sound];
        flipped[12] ^= 0x10;
        yield return new("empty-file", [], "does not begin with the bytes of an artifact", ArtifactFault.NotAnArtifact);
        yield return new("wrong-magic", [.. "PK"u8, .. sound[2..]], "does not begin with the bytes of an artifact", ArtifactFault.NotAnArtifact);
        yield return new("wrong-version", Forge.Envelope(2, Forge.Section(SectionTag.Graph, Forge.SoundGraph)), "format version 2, this build reads version 1", ArtifactFault.UnsupportedVersion);
        yield return new("flipped-bit", flipped, "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("truncated", sound[..^9], "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("truncated-header", sound[..6], "the checksum does not match", ArtifactFault.ChecksumMismatch);
        yield return new("bytes-after-the-end", [.. sound, 0], "the checksum does not match", ArtifactFault.ChecksumMismatch);

        byte[] graph = Forge.Section(SectionTag.Graph, Forge.SoundGraph);
        byte[] coded = Forge.Section(SectionTag.CodedTensors, Forge.SoundCoded);
        byte[] raw = Forge.Section(SectionTag.RawTensors, Forge.SoundRaw);
        yield return Sections("no-sections", "the Graph section is missing");
        yield return Sections("graph-missing", "the Graph section is missing", coded, raw);
        yield return Sections("section-unknown", "section 9 is unknown, repeated or out of order", graph, coded, raw, [9, 1, 0]);
        yield return Sections("section-repeated", "section 3 is unknown, repeated or out of order", graph, coded, raw, raw);
        yield return Sections("sections-out-of-order", "stored in no section", graph, raw, coded);
        yield return Sections("section-empty", "the Names section is empty", graph, coded, raw, [4, 0]);
        yield return Sections("section-too-long", "items are announced, but only", graph, coded, [3, 9, .. Forge.SoundRaw]);
        yield return Sections("section-cut-short", "bytes are announced", graph, coded, raw, [4]);
    }

    private static CorruptCase Sections(string name, string message, params byte[][] sections) =>
        new(name, Forge.Envelope(Artifact.Version, sections), message);
}
