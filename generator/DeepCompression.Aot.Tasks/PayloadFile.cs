using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;

namespace DeepCompression.Aot.Tasks;

/// <summary>The file with the packed weights of a large artifact, which becomes a resource of the assembly.</summary>
internal static class PayloadFile
{
    /// <summary>Writes the file, or removes one of an earlier build where the artifact is small or cannot be read, which the generator reports.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="payload">The file; empty for none.</param>
    /// <param name="memory">Where the item wants weights; what it cannot say is the generator's to report.</param>
    /// <param name="arithmetic">What it wants to compute with, likewise.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Update(string artifact, string payload, string memory, string arithmetic)
    {
        if (payload.Length == 0)
        {
            return;
        }

        WeightMemory place = WeightMemories.Parse(memory) ?? default;
        byte[] bytes = Payload.IsWorthIt(new FileInfo(artifact).Length, place) ? File.ReadAllBytes(artifact) : [];
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
                Payload.Write(target, read, Placements.Of(read, place, Arithmetics.Parse(arithmetic) ?? default), Payload.Checksum(bytes));
            }

            FinishedFile.Move(temporary, payload);
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
