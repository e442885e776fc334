using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>The content of an artifact as bits, and bits as an artifact with the checksum that belongs to them.</summary>
internal static class ContentBits
{
    private static int Start => Artifact.Magic.Length + 1;

    /// <summary>What lies between the version and the checksum.</summary>
    public static List<bool> Of(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> content = file[Start..^sizeof(uint)];
        var bits = new List<bool>(8 * content.Length);
        foreach (byte item in content)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bits.Add(((item >> bit) & 1) != 0);
            }
        }

        return bits;
    }

    /// <summary>The artifact of a content, which zero bits fill up to a byte.</summary>
    public static byte[] ToFile(List<bool> bits)
    {
        byte[] file = [.. Artifact.Magic, Artifact.Version, .. new byte[((bits.Count + 7) / 8) + sizeof(uint)]];
        for (int bit = 0; bit < bits.Count; bit++)
        {
            file[Start + (bit / 8)] |= (byte)(bits[bit] ? 0x80 >> (bit % 8) : 0);
        }

        return Mutation.WithChecksum(file);
    }
}
