using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// The packed weights of a large artifact outside its code. Millions of literals cost the compiler a second and a half for each
/// megabyte; a resource that is embedded beside the code costs nothing, and is read in place. The build task writes it, and the
/// generator, which knows where each layer's weights lie in it, writes the code that reads it.
/// </summary>
/// <remarks>
/// Eight bytes, "DCZW" and the artifact's checksum; then for each weight in Huffman codes its words and its marks, each part padded to
/// eight bytes, all little-endian. Compiled into the build task as well.
/// </remarks>
internal static class Payload
{
    /// <summary>The smallest artifact whose weights are embedded; those of smaller ones compile in a second.</summary>
    public const long MinArtifactBytes = 1L << 20;

    private const int WordBytes = sizeof(ulong);

    private static readonly byte[] Magic = [(byte)'D', (byte)'C', (byte)'Z', (byte)'W'];

    /// <summary>The checksum that ends a verified artifact.</summary>
    public static uint Checksum(byte[] artifact)
    {
        int end = artifact.Length - sizeof(uint);
        return artifact[end] | ((uint)artifact[end + 1] << 8) | ((uint)artifact[end + 2] << 16) | ((uint)artifact[end + 3] << 24);
    }

    /// <summary>Where the weights of each parameter lie, by its number.</summary>
    public static Dictionary<int, PayloadPart> Parts(Artifact artifact)
    {
        var parts = new Dictionary<int, PayloadPart>();
        long offset = WordBytes;
        for (int parameter = 0; parameter < artifact.Tensors.Length; parameter++)
        {
            if (KernelWeights.Of(artifact, parameter) is CodedTensor { Nnz: > 0, Shape.Rank: > 1 } tensor)
            {
                PackedWeights packed = PackedWeights.Of(tensor);
                var part = new PayloadPart(checked((int)offset), Words(packed.Stream.Length), StreamMarks.Length(tensor.WeightCount));
                parts.Add(parameter, part);
                offset = part.MarksOffset + ((long)Words(part.MarkCount * sizeof(int)) * WordBytes);
            }
        }

        return parts;
    }

    /// <summary>Writes the resource of a verified artifact.</summary>
    public static void Write(Stream target, Artifact artifact, uint checksum)
    {
        target.Write(Magic, 0, Magic.Length);
        WriteNumber(target, checksum, sizeof(uint));
        foreach (int parameter in Parts(artifact).Keys.OrderBy(number => number))
        {
            PackedWeights packed = PackedWeights.Of((CodedTensor)KernelWeights.Of(artifact, parameter));
            foreach (ulong word in PackedWords.Of(packed.Stream))
            {
                WriteNumber(target, word, WordBytes);
            }

            int[] marks = packed.Marks();
            foreach (int mark in marks)
            {
                WriteNumber(target, (uint)mark, sizeof(int));
            }

            WriteNumber(target, 0, (Words(marks.Length * sizeof(int)) * WordBytes) - (marks.Length * sizeof(int)));
        }
    }

    private static int Words(int bytes) => (bytes + WordBytes - 1) / WordBytes;

    private static void WriteNumber(Stream target, ulong value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            target.WriteByte((byte)(value >> (8 * i)));
        }
    }
}

/// <summary>The weights of a parameter in the resource.</summary>
/// <param name="Offset">Bytes before its words.</param>
/// <param name="WordCount">Its words, of eight bytes.</param>
/// <param name="MarkCount">Its marks, of four bytes, behind them.</param>
internal sealed record PayloadPart(int Offset, int WordCount, int MarkCount)
{
    /// <summary>Bytes before its marks.</summary>
    public int MarksOffset => Offset + (WordCount * sizeof(ulong));
}
