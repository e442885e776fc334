namespace DeepCompression.Aot.Format;

/// <summary>The sections of an artifact, in the order in which they stand.</summary>
internal enum SectionTag : byte
{
    Graph = 1,
    CodedTensors = 2,
    RawTensors = 3,
    Names = 4,
    ActivationScales = 5,
    InputContract = 6,
    Provenance = 7,
}

/// <summary>Hands out the sections, each a tag, a length and that many bytes, in ascending order of tag.</summary>
internal ref struct SectionReader(ReadOnlySpan<byte> body)
{
    private ByteReader _reader = new(body, "section list");

    public ByteReader Required(SectionTag tag)
    {
        ByteReader section = Optional(tag);
        _reader.Require(section.Remaining > 0, $"the {tag} section is missing");
        return section;
    }

    /// <summary>The section, or an empty one where it is absent. An absent section and an empty one would mean the same, so the latter is refused.</summary>
    public ByteReader Optional(SectionTag tag)
    {
        ByteReader ahead = _reader;
        if (ahead.Remaining == 0 || ahead.ReadByte() != (byte)tag)
        {
            return new ByteReader([], tag.ToString());
        }

        int length = ahead.ReadCount(1);
        ahead.Require(length > 0, $"the {tag} section is empty");
        ReadOnlySpan<byte> bytes = ahead.ReadBytes(length);
        _reader = ahead;
        return new ByteReader(bytes, tag.ToString());
    }

    /// <summary>Checks that nothing is left: an unknown, repeated or misplaced section.</summary>
    public readonly void RequireEnd()
    {
        if (_reader.Remaining > 0)
        {
            ByteReader ahead = _reader;
            throw ArtifactException.Rule($"section {ahead.ReadByte()} is unknown, repeated or out of order");
        }
    }
}
