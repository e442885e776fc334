using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>The content of an artifact as bits, and bits as an artifact with the checksum that belongs to them.</summary>
/// <remarks>A run spends a quarter of its time here unless bytes are taken apart and put together eight bits at a time.</remarks>
internal static class ContentBits
{
    /// <summary>Moves the lowest bits of eight bytes into the highest one, the first byte's to the top.</summary>
    private const ulong Gather = 0x8040_2010_0804_0201;

    /// <summary>The bits of each byte as eight bytes of 0 or 1, the most significant one in the lowest.</summary>
    private static readonly ulong[] Spread = [.. Enumerable.Range(0, 256).Select(SpreadByte)];

    private static int Start => Artifact.Magic.Length + 1;

    /// <summary>What lies between the version and the checksum.</summary>
    public static List<bool> Of(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> content = file[Start..^sizeof(uint)];
        var bits = new List<bool>(8 * content.Length);
        CollectionsMarshal.SetCount(bits, 8 * content.Length);
        Span<byte> target = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(bits));
        for (int i = 0; i < content.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target[(8 * i)..], Spread[content[i]]);
        }

        return bits;
    }

    /// <summary>The artifact of a content, which zero bits fill up to a byte.</summary>
    public static byte[] ToFile(List<bool> bits)
    {
        while (bits.Count % 8 != 0)
        {
            bits.Add(false);
        }

        byte[] file = [.. Artifact.Magic, Artifact.Version, .. new byte[(bits.Count / 8) + sizeof(uint)]];
        ReadOnlySpan<byte> source = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(bits));
        for (int i = 0; i < bits.Count / 8; i++)
        {
            file[Start + i] = (byte)((BinaryPrimitives.ReadUInt64LittleEndian(source[(8 * i)..]) * Gather) >> 56);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(^sizeof(uint)), Crc32.Compute(file.AsSpan(..^sizeof(uint))));
        return file;
    }

    private static ulong SpreadByte(int value)
    {
        ulong spread = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            spread |= (ulong)((value >> (7 - bit)) & 1) << (8 * bit);
        }

        return spread;
    }
}
