using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepCompression.Aot.Format;

/// <summary>Reads the primitive values of the format from a span; every failure names the section and the byte.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, string section)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly string _section = section;
    private int _position;

    public readonly int Remaining => _bytes.Length - _position;

    public readonly int Position => _position;

    public byte ReadByte() => ReadBytes(1)[0];

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        Require(count <= Remaining, $"{count} bytes are announced, {Remaining} are left");
        ReadOnlySpan<byte> read = _bytes.Slice(_position, count);
        _position += count;
        return read;
    }

    /// <summary>An unsigned LEB128 integer below 2^31 in its shortest form.</summary>
    public int ReadVarint()
    {
        uint value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                Require(shift == 0 || next != 0, "an integer is longer than it needs to be");
                Require(value <= int.MaxValue && (shift < 28 || next < 8), "an integer is out of range");
                return (int)value;
            }

            Require(shift < 28, "an integer is out of range");
        }
    }

    /// <summary>A count of items that take at least <paramref name="bytesEach"/> bytes each, so that no memory is taken on a lie.</summary>
    public int ReadCount(int bytesEach)
    {
        int count = ReadVarint();
        Require(count <= Remaining / bytesEach, $"{count} items are announced, but only {Remaining} bytes are left");
        return count;
    }

    /// <summary>A finite single-precision number, little-endian.</summary>
    public float ReadSingle()
    {
        float value = SingleBits.FromBits(BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4)));
        Require(SingleBits.IsFinite(value), "a number is not finite");
        return value;
    }

    /// <summary>A finite number of the given precision, little-endian.</summary>
    public float ReadNumber(NumberFormat format)
    {
        if (format == NumberFormat.Single)
        {
            return ReadSingle();
        }

        float value = SingleBits.FromHalfBits(BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2)));
        Require(SingleBits.IsFinite(value), "a number is not finite");
        return value;
    }

    public NumberFormat ReadNumberFormat()
    {
        byte format = ReadByte();
        Require(format <= (byte)NumberFormat.Half, $"number format {format} is not known");
        return (NumberFormat)format;
    }

    /// <summary>A byte that is 0 for no or 1 for yes.</summary>
    public bool ReadFlag()
    {
        byte flag = ReadByte();
        Require(flag <= 1, $"a flag is {flag}, neither 0 nor 1");
        return flag == 1;
    }

    /// <summary>UTF-8 text without control characters, which could otherwise act on the terminal that shows it.</summary>
    public string ReadString()
    {
        ReadOnlySpan<byte> utf8 = ReadBytes(ReadCount(1));
        string text;
        try
        {
            text = StrictUtf8.GetString(utf8.ToArray());
        }
        catch (DecoderFallbackException)
        {
            throw Fail("a text is not valid UTF-8");
        }

        foreach (char character in text)
        {
            Require(!char.IsControl(character), "a text holds a control character");
        }

        return text;
    }

    public readonly void RequireEnd() => Require(Remaining == 0, $"{Remaining} bytes follow its end");

    public readonly void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw Fail(problem);
        }
    }

    public readonly void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RequireMessage problem)
    {
        if (!condition)
        {
            throw Fail(problem.ToString());
        }
    }

    private readonly ArtifactException Fail(string problem) => ArtifactException.Rule($"{_section}, byte {_position}: {problem}");
}
