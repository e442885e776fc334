using System.Buffers.Binary;
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
        byte[] body = [.. Artifact.Magic, Artifact.Version, .. Content(artifact)];
        byte[] file = [.. body, .. new byte[sizeof(uint)]];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(body.Length), Crc32.Compute(body));
        RequireSame(artifact, ArtifactReader.Read(file));
        return file;
    }

    private static byte[] Content(Artifact artifact)
    {
        ShapeInference.Require(
            artifact.Tensors.Length == artifact.Graph.Parameters.Length,
            $"there are {artifact.Tensors.Length} tensors for {artifact.Graph.Parameters.Length} parameters");
        var writer = new BitWriter();
        GraphWriter.Write(writer, artifact.Graph);
        foreach (Tensor tensor in artifact.Tensors)
        {
            TensorWriter.Write(writer, tensor);
        }

        DescriptionWriter.WriteNames(writer, artifact.Names);
        DescriptionWriter.WriteActivationScales(writer, artifact.ActivationScales);
        DescriptionWriter.WriteInputContract(writer, artifact.InputContract);
        DescriptionWriter.WriteProvenance(writer, artifact.Provenance);
        return writer.ToArray();
    }

    /// <summary>The reader knows every rule of the format; what it makes of a file must be what was to be written.</summary>
    private static void RequireSame(Artifact written, Artifact read)
    {
        ShapeInference.Require(read.Tensors == written.Tensors, "the tensors are not those of the graph's parameters, in order");
        ShapeInference.Require(read == written, "a name, text or number does not survive being stored");
    }
}
