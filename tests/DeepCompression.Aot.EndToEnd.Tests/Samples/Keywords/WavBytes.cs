using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Tests.Samples.Keywords;

/// <summary>Puts WAV files together.</summary>
internal static class WavBytes
{
    /// <summary>RIFF, WAVE, and the chunks.</summary>
    public static byte[] File(params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return Chunk("RIFF", body);
    }

    /// <summary>16-bit PCM, mono, 16 kHz.</summary>
    public static byte[] Of(ReadOnlySpan<short> samples) => File(Format(), Chunk("data", ToBytes(samples)));

    /// <summary>A chunk: name, length, content, and a byte more where that is odd.</summary>
    public static byte[] Chunk(string name, byte[] content) =>
        [.. name.Select(letter => (byte)letter), .. Number((uint)content.Length), .. content, .. new byte[content.Length % 2]];

    /// <summary>The chunk that says how the sound is stored.</summary>
    public static byte[] Format(ushort kind = 1, ushort channels = 1, uint rate = 16_000, ushort bits = 16, params byte[] more)
    {
        byte[] format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, kind);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), channels);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), bits);
        return Chunk("fmt ", [.. format, .. more]);
    }

    /// <summary>Samples as they lie in a file.</summary>
    public static byte[] ToBytes(ReadOnlySpan<short> samples) => MemoryMarshal.AsBytes(samples).ToArray();

    /// <summary>A little-endian number.</summary>
    public static byte[] Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
