using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// The packed weights of a large artifact outside its code. Millions of literals cost the compiler a second and a half for each
/// megabyte; a resource that is embedded beside the code costs nothing, and is read in place. The build task writes it, and the
/// generator, which knows where each layer's weights lie in it, writes the code that reads it.
/// </summary>
/// <remarks>
/// Eight bytes, "DCZW" and the artifact's checksum; then for each weight in Huffman codes its words and its marks, or the numbers of its
/// layout, each part padded to eight bytes, all little-endian. Compiled into the build task as well.
/// </remarks>
internal static class Payload
{
    private const long MinPackedBytes = 1L << 20;

    /// <summary>Layouts are two or three times as large, and of small numbers.</summary>
    private const long MinLaidOutBytes = 1L << 17;

    private const int WordBytes = sizeof(ulong);

    private static readonly byte[] Magic = [(byte)'D', (byte)'C', (byte)'Z', (byte)'W'];

    /// <summary>The checksum that ends a verified artifact.</summary>
    public static uint Checksum(byte[] artifact)
    {
        int end = artifact.Length - sizeof(uint);
        return artifact[end] | ((uint)artifact[end + 1] << 8) | ((uint)artifact[end + 2] << 16) | ((uint)artifact[end + 3] << 24);
    }

    /// <summary>Whether the weights of an artifact are embedded; those of smaller ones compile in a second.</summary>
    public static bool IsWorthIt(long artifactBytes, WeightMemory memory) => artifactBytes >= (memory.IsReadOnly() ? MinLaidOutBytes : MinPackedBytes);

    /// <summary>
    /// Where the weights of each parameter lie, by its number: words and marks of packed ones, the numbers of an image in its order of those
    /// that are laid out.
    /// </summary>
    public static Dictionary<int, PayloadPart[]> Parts(Artifact artifact, Dictionary<int, PlacedImage> images)
    {
        var parts = new Dictionary<int, PayloadPart[]>();
        long offset = WordBytes;
        foreach ((int parameter, CodedTensor tensor) in Coded(artifact))
        {
            (int Count, long Bytes)[] lengths = images.TryGetValue(parameter, out PlacedImage? image)
                ? [.. image.Numbers.Select(numbers => (numbers.Length, (long)Buffer.ByteLength(numbers)))]
                : PackedLengths(tensor);
            parts.Add(parameter, [.. lengths.Select(length =>
            {
                var part = new PayloadPart(checked((int)offset), length.Count);
                offset += Words(length.Bytes) * WordBytes;
                return part;
            })]);
        }

        return parts;
    }

    /// <summary>Writes the resource of a verified artifact.</summary>
    public static void Write(Stream target, Artifact artifact, Dictionary<int, PlacedImage> images, uint checksum)
    {
        target.Write(Magic, 0, Magic.Length);
        WriteNumber(target, checksum, sizeof(uint));
        foreach ((int parameter, CodedTensor tensor) in Coded(artifact))
        {
            foreach (Array numbers in images.TryGetValue(parameter, out PlacedImage? image) ? image.Numbers : PackedNumbers(tensor))
            {
                Write(target, numbers);
            }
        }
    }

    /// <summary>The parameters in Huffman codes.</summary>
    private static IEnumerable<(int Parameter, CodedTensor Tensor)> Coded(Artifact artifact) =>
        from parameter in Enumerable.Range(0, artifact.Tensors.Length)
        let tensor = KernelWeights.Of(artifact, parameter) as CodedTensor
        where tensor is { Nnz: > 0, Shape.Rank: > 1 }
        select (parameter, tensor);

    private static Array[] PackedNumbers(CodedTensor tensor)
    {
        PackedWeights packed = PackedWeights.Of(tensor);
        return [PackedWords.Of(packed.Stream), packed.Marks()];
    }

    private static (int Count, long Bytes)[] PackedLengths(CodedTensor tensor)
    {
        long words = Words(PackedWeights.Of(tensor).Stream.Length);
        int marks = StreamMarks.Length(tensor.WeightCount);
        return [((int)words, words * WordBytes), (marks, (long)marks * sizeof(int))];
    }

    private static long Words(long bytes) => (bytes + WordBytes - 1) / WordBytes;

    private static void Write(Stream target, Array numbers)
    {
        int bytes = Buffer.ByteLength(numbers);
        int size = numbers.Length == 0 ? 1 : bytes / numbers.Length;
        foreach (object number in numbers)
        {
            WriteNumber(target, number is int negative ? (ulong)(uint)negative : Convert.ToUInt64(number, CultureInfo.InvariantCulture), size);
        }

        WriteNumber(target, 0, (int)((Words(bytes) * WordBytes) - bytes));
    }

    private static void WriteNumber(Stream target, ulong value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            target.WriteByte((byte)(value >> (8 * i)));
        }
    }
}

/// <summary>Some numbers of a parameter in the resource.</summary>
/// <param name="Offset">Bytes before them.</param>
/// <param name="Count">How many there are.</param>
internal sealed record PayloadPart(int Offset, int Count);
