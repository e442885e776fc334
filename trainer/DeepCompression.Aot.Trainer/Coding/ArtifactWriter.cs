using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes artifacts; each part of FORMAT.md has its method or file here.</summary>
internal static class ArtifactWriter
{
    /// <summary>The bytes of an artifact, read back and compared before they are returned.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="tensors">The stored form of each parameter, by number.</param>
    /// <param name="names">Names of values and parameters, if any.</param>
    /// <param name="activationScales">Calibrated magnitudes, by ascending value number, if any.</param>
    /// <param name="inputContract">What the inputs expect, if known.</param>
    /// <param name="provenance">How the artifact came to be, if known.</param>
    /// <exception cref="ArgumentException">The parts break a rule of the format or do not fit together; the message says which.</exception>
    public static byte[] Write(
        Graph graph,
        IReadOnlyList<Tensor> tensors,
        GraphNames? names = null,
        EquatableArray<ActivationScale> activationScales = default,
        InputContract? inputContract = null,
        EquatableArray<ProvenanceEntry> provenance = default)
    {
        try
        {
            return Write(new Artifact(
                graph, ShapeInference.Infer(graph), new([.. tensors]), names ?? GraphNames.None, activationScales, inputContract, provenance));
        }
        catch (ArtifactException exception)
        {
            throw new ArgumentException($"The network cannot be stored: {exception.Message}.", exception);
        }
    }

    private static byte[] Write(Artifact artifact)
    {
        var writer = new ByteWriter();
        writer.WriteBytes(Artifact.Magic);
        writer.WriteByte(Artifact.Version);
        WriteSection(writer, SectionTag.Graph, GraphWriter.Write(artifact.Graph));
        WriteSection(writer, SectionTag.CodedTensors, TensorWriter.WriteCoded(artifact.Tensors));
        WriteSection(writer, SectionTag.RawTensors, TensorWriter.WriteRaw(artifact.Tensors));
        WriteSection(writer, SectionTag.Names, DescriptionWriter.WriteNames(artifact.Names));
        WriteSection(writer, SectionTag.ActivationScales, DescriptionWriter.WriteActivationScales(artifact.ActivationScales));
        WriteSection(writer, SectionTag.InputContract, DescriptionWriter.WriteInputContract(artifact.InputContract));
        WriteSection(writer, SectionTag.Provenance, DescriptionWriter.WriteProvenance(artifact.Provenance));
        writer.WriteUInt32(Crc32.Compute(writer.ToArray()));
        byte[] file = writer.ToArray();
        RequireSame(artifact, ArtifactReader.Read(file));
        return file;
    }

    /// <summary>A section without content is left out.</summary>
    private static void WriteSection(ByteWriter writer, SectionTag tag, byte[] content)
    {
        if (content.Length > 0)
        {
            writer.WriteByte((byte)tag);
            writer.WriteVarint(content.Length);
            writer.WriteBytes(content);
        }
    }

    /// <summary>The reader knows every rule of the format; what it makes of a file must be what was to be written.</summary>
    private static void RequireSame(Artifact written, Artifact read)
    {
        ShapeInference.Require(read.Tensors == written.Tensors, "the tensors are not those of the graph's parameters, in order");
        ShapeInference.Require(read == written, "a name, text or number does not survive being stored");
    }
}
