using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>
/// Puts files together byte by byte, with the right lengths and checksum around whatever is wrong inside. The sections it offers
/// make a sound file: the worked example of FORMAT.md, a linear layer of four inputs and two outputs.
/// </summary>
internal static class Forge
{
    /// <summary>One input of four elements; one linear layer with two outputs and a bias; its value is the output.</summary>
    public static byte[] SoundGraph => [1, 1, 4, 1, 1, 0, 2, 1, 1, 1];

    /// <summary>Two rows, 0 1 0 0 and 0 0 −½ 1, as parameter 0.</summary>
    public static byte[] SoundCoded => CodedOf(Payload());

    /// <summary>The bias ¼, −2 in half precision, as parameter 1.</summary>
    public static byte[] SoundRaw => [1, 1, 0x00, 0x34, 0x00, 0xC0];

    /// <summary>A file of the sections at hand; the sound ones stand in for the graph and tensors that are not given, and an empty section is left out.</summary>
    public static byte[] File(byte[]? graph = null, byte[]? coded = null, byte[]? raw = null, params byte[][] further) =>
        Envelope(
            Artifact.Version,
            [Section(SectionTag.Graph, graph ?? SoundGraph), Section(SectionTag.CodedTensors, coded ?? SoundCoded), Section(SectionTag.RawTensors, raw ?? SoundRaw), .. further]);

    /// <summary>Magic, version, whatever is given, and the checksum over it.</summary>
    public static byte[] Envelope(byte version, params byte[][] sections)
    {
        byte[] body = [.. Artifact.Magic, version, .. sections.SelectMany(section => section)];
        uint checksum = Crc32.Compute(body);
        return [.. body, (byte)checksum, (byte)(checksum >> 8), (byte)(checksum >> 16), (byte)(checksum >> 24)];
    }

    public static byte[] Section(SectionTag tag, params byte[] content)
    {
        if (content.Length == 0)
        {
            return [];
        }

        var writer = new ByteWriter();
        writer.WriteByte((byte)tag);
        writer.WriteVarint(content.Length);
        writer.WriteBytes(content);
        return writer.ToArray();
    }

    /// <summary>The CodedTensors section with one tensor, as parameter 0.</summary>
    public static byte[] CodedOf(byte[] payload) => [0, (byte)payload.Length, .. payload];

    /// <summary>The sound coded tensor, of which a part can be replaced.</summary>
    /// <param name="weightCount">A variable-length integer.</param>
    /// <param name="centroids">Count and format of the centroids, and the centroids.</param>
    /// <param name="fillerSkip">A variable-length integer.</param>
    /// <param name="tables">Both tables of code lengths, as bits.</param>
    /// <param name="stream">The coded weights, as bits.</param>
    public static byte[] Payload(
        byte[]? weightCount = null, byte[]? centroids = null, byte[]? fillerSkip = null, string? tables = null, string? stream = null) =>
    [
        .. weightCount ?? [3],
        .. centroids ?? [2, 1, 0x00, 0xB8, 0x00, 0x3C],
        .. fillerSkip ?? [3],
        .. Bits(tables ?? GapTable + IndexTable),
        .. Bits(stream ?? "0 1  11 0 0  10 1"),
    ];

    /// <summary>Gap symbols 0 and 3 (the filler) have two bits, 1 has one bit, 2 does not occur.</summary>
    public static string GapTable => "1 011 00100 010 ";

    /// <summary>Both indices have one bit.</summary>
    public static string IndexTable => "1 1";

    /// <summary>Zeros and ones as bytes, the first bit the most significant; spaces are for the reader.</summary>
    public static byte[] Bits(string bits)
    {
        var writer = new BitWriter();
        foreach (char bit in bits.Where(character => character != ' '))
        {
            writer.Write(bit == '1' ? 1u : 0u, 1);
        }

        return writer.ToArray();
    }

    /// <summary>A variable-length integer.</summary>
    public static byte[] Varint(int value)
    {
        var writer = new ByteWriter();
        writer.WriteVarint(value);
        return writer.ToArray();
    }
}
