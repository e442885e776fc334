using System.Buffers.Binary;

namespace DeepCompression.Aot.Format;

/// <summary>Reads an artifact and verifies all of it; each part of FORMAT.md has its method or file here.</summary>
internal static class ArtifactReader
{
    private const int ChecksumLength = 4;

    /// <exception cref="ArtifactException">The bytes are not an artifact of this version, are damaged, or break a rule.</exception>
    public static Artifact Read(ReadOnlySpan<byte> file)
    {
        var reader = new BitReader(VerifyEnvelope(file), "graph");
        (Graph graph, EquatableArray<TensorShape> shapes) = GraphReader.Read(ref reader);
        SizeLimits.Check(graph, shapes, file.Length);
        var artifact = new Artifact(
            graph,
            shapes,
            TensorReader.ReadAll(ref reader, graph.Parameters),
            DescriptionReader.ReadNames(ref reader, graph),
            DescriptionReader.ReadActivationScales(ref reader, graph),
            DescriptionReader.ReadInputContract(ref reader, graph, shapes),
            DescriptionReader.ReadProvenance(ref reader));
        reader.RequireEnd();
        return artifact;
    }

    /// <summary>Magic, version and checksum; returns what lies between version and checksum.</summary>
    private static ReadOnlySpan<byte> VerifyEnvelope(ReadOnlySpan<byte> file)
    {
        int start = Artifact.Magic.Length + 1;
        if (!file.StartsWith(Artifact.Magic))
        {
            throw new ArtifactException(ArtifactFault.NotAnArtifact, "the file does not begin with the bytes of an artifact; is it a .dcz file written by deepc?");
        }

        if (file.Length >= start && file[start - 1] != Artifact.Version)
        {
            throw new ArtifactException(
                ArtifactFault.UnsupportedVersion,
                $"the file is of format version {file[start - 1]}, this build reads version {Artifact.Version}; write it again with the deepc of this version");
        }

        ShapeInference.Require(file.Length <= Artifact.MaxLength, $"the file has more than {Artifact.MaxLength} bytes");
        int end = file.Length - ChecksumLength;
        if (end < start || Crc32.Compute(file.Slice(0, end)) != BinaryPrimitives.ReadUInt32LittleEndian(file.Slice(end)))
        {
            throw new ArtifactException(
                ArtifactFault.ChecksumMismatch,
                "the checksum does not match: the file was damaged or cut short; copy it again from where it came from, or train it again");
        }

        return file.Slice(start, end - start);
    }
}
