using System.Runtime.CompilerServices;
using System.Text;

namespace DeepCompression.Aot.Format;

/// <summary>
/// Reads the primitive values of the format from a span, bit by bit, the most significant bit of each byte first; every failure
/// names the part of the file and the bit.
/// </summary>
/// <param name="bytes">The bytes.</param>
/// <param name="part">The part of the file that is read first, for messages.</param>
internal ref struct BitReader(ReadOnlySpan<byte> bytes, string part)
{
    private const int SingleBitCount = 32;
    private const int HalfBitCount = 16;
    private const int AsciiBitCount = 7;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The part of the file that is being read.</summary>
    public string Part { get; set; } = part;

    /// <summary>The bits read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The bits that are left.</summary>
    public readonly long Remaining => (8L * _bytes.Length) - Position;

    public int ReadBit()
    {
        int index = (int)(Position >> 3);
        if (index >= _bytes.Length)
        {
            throw Fail("the bits end early");
        }

        int bit = (_bytes[index] >> (7 - (int)(Position & 7))) & 1;
        Position++;
        return bit;
    }

    /// <summary>A bit that is 1 for yes.</summary>
    public bool ReadFlag() => ReadBit() == 1;

    /// <summary>An unsigned integer of at most 32 bits, the most significant first.</summary>
    public uint ReadBits(int count)
    {
        Require(count <= Remaining, "the bits end early");
        uint value = 0;
        while (count > 0)
        {
            // As many as the byte at hand has left.
            int offset = (int)(Position & 7);
            int taken = Math.Min(count, 8 - offset);
            int bits = _bytes[(int)(Position >> 3)] >> (8 - offset - taken);
            value = (value << taken) | ((uint)bits & ((1u << taken) - 1));
            Position += taken;
            count -= taken;
        }

        return value;
    }

    /// <summary>An integer from 0 to 2^31 − 1 as an Exp-Golomb number of order 0: n zeros, a one, n bits; the value is those n + 1 bits minus one.</summary>
    public int ReadNumber()
    {
        int zeros = 0;
        while (ReadBit() == 0)
        {
            zeros++;
            Require(zeros <= 31, "an integer is out of range");
        }

        long value = (1L << zeros) + ReadBits(zeros) - 1;
        Require(value <= int.MaxValue, "an integer is out of range");
        return (int)value;
    }

    /// <summary>An Exp-Golomb number of a higher order: the value without its lowest bits as one of order 0, then those bits.</summary>
    public int ReadNumber(int order)
    {
        long value = ((long)ReadNumber() << order) + ReadBits(order);
        Require(value <= int.MaxValue, "an integer is out of range");
        return (int)value;
    }

    /// <summary>A signed integer: 0, 1, 2, 3, 4 … stand for 0, +1, −1, +2, −2 …</summary>
    public int ReadSigned() => SignedNumber.FromRank(ReadNumber());

    /// <summary>A count of items that take at least <paramref name="bitsEach"/> bits each, so that no memory is taken on a lie.</summary>
    public int ReadCount(int bitsEach)
    {
        int count = ReadNumber();
        Require(count <= Remaining / bitsEach, $"{count} items are announced, but only {Remaining} bits are left");
        return count;
    }

    /// <summary>A finite single-precision number.</summary>
    public float ReadSingle() => Finite(SingleBits.FromBits(ReadBits(SingleBitCount)));

    /// <summary>A finite half-precision number.</summary>
    public float ReadHalf() => Finite(SingleBits.FromHalfBits((ushort)ReadBits(HalfBitCount)));

    /// <summary>Text without control characters, which could otherwise act on the terminal that shows it.</summary>
    public string ReadText()
    {
        int length = ReadCount(AsciiBitCount);
        if (length == 0)
        {
            return string.Empty;
        }

        string text = ReadFlag() ? ReadAscii(length) : ReadUtf8(length);
        foreach (char character in text)
        {
            Require(!char.IsControl(character), "a text holds a control character");
        }

        return text;
    }

    /// <summary>Skips to the next byte; the bits skipped must be zero, so that every bit of an artifact is accounted for.</summary>
    public void AlignToByte()
    {
        while ((Position & 7) != 0)
        {
            Require(ReadBit() == 0, "padding bits are not zero");
        }
    }

    /// <summary>Checks that nothing is left but the padding of the last byte.</summary>
    public void RequireEnd()
    {
        AlignToByte();
        Require(Remaining == 0, $"{Remaining / 8} bytes follow the end");
    }

    /// <summary>A copy of bits that were read, from a position up to this one, zeros filling up the last byte.</summary>
    public readonly byte[] CopyFrom(long start)
    {
        var copy = new byte[(Position - start + 7) / 8];
        var reader = new BitReader(_bytes, Part) { Position = start };
        long left = Position - start;
        for (int i = 0; i < copy.Length; i++, left -= 8)
        {
            int count = (int)Math.Min(left, 8);
            copy[i] = (byte)(reader.ReadBits(count) << (8 - count));
        }

        return copy;
    }

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

    private readonly float Finite(float value)
    {
        Require(SingleBits.IsFinite(value), "a number is not finite");
        return value;
    }

    private string ReadAscii(int length)
    {
        var characters = new char[length];
        for (int i = 0; i < length; i++)
        {
            characters[i] = (char)ReadBits(AsciiBitCount);
        }

        return new string(characters);
    }

    private string ReadUtf8(int length)
    {
        Require(length <= Remaining / 8, $"{length} bytes are announced, but only {Remaining} bits are left");
        var utf8 = new byte[length];
        bool isAscii = true;
        for (int i = 0; i < length; i++)
        {
            utf8[i] = (byte)ReadBits(8);
            isAscii &= utf8[i] < 0x80;
        }

        Require(!isAscii, "a text in ASCII is not written as such");
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Fail("a text is not valid UTF-8");
        }
    }

    private readonly ArtifactException Fail(string problem) => ArtifactException.Rule($"{Part}, bit {Position}: {problem}");
}
