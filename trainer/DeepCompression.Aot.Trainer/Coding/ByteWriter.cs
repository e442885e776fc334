using System.Buffers.Binary;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the primitive values of the format: the counterpart of <see cref="ByteReader"/>.</summary>
internal sealed class ByteWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>The bytes written so far.</summary>
    public int Count => _bytes.Count;

    public void WriteByte(byte value) => _bytes.Add(value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void WriteFlag(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>An unsigned LEB128 integer in its shortest form.</summary>
    public void WriteVarint(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>A number that the format can hold exactly, little-endian.</summary>
    public void WriteNumber(float value, NumberFormat format)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        if (format == NumberFormat.Single)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        }

        WriteBytes(bytes[..format.ByteCount()]);
    }

    public void WriteString(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        WriteVarint(utf8.Length);
        WriteBytes(utf8);
    }

    public void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        WriteBytes(bytes);
    }

    public byte[] ToArray() => [.. _bytes];
}
