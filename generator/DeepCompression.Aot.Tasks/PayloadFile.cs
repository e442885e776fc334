using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;

namespace DeepCompression.Aot.Tasks;

/// <summary>The file with the packed weights of a large artifact, which becomes a resource of the assembly.</summary>
internal static class PayloadFile
{
    /// <summary>Writes the file, or removes one of an earlier build where the artifact is small or cannot be read, which the generator reports.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="payload">The file; empty for none.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Update(string artifact, string payload)
    {
        if (payload.Length == 0)
        {
            return;
        }

        byte[] bytes = new FileInfo(artifact).Length >= Payload.MinArtifactBytes ? File.ReadAllBytes(artifact) : [];
        if (bytes.Length == 0 || TryRead(bytes) is not { } read)
        {
            File.Delete(payload);
            return;
        }

        string temporary = $"{payload}.{Path.GetRandomFileName()}";
        try
        {
            using (var target = new BufferedStream(File.Create(temporary), 1 << 16))
            {
                Payload.Write(target, read, Payload.Checksum(bytes));
            }

            File.Delete(payload);
            File.Move(temporary, payload);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static Artifact? TryRead(byte[] bytes)
    {
        try
        {
            return ArtifactReader.Read(bytes);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
