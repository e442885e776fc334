using System.Numerics;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Writes the primitive values of the format, bit by bit, the most significant bit of each byte first: the counterpart of
/// <see cref="BitReader"/>.
/// </summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private ulong _pending;
    private int _pendingBits;

    /// <summary>The bits written so far.</summary>
    public long BitCount => (8L * _bytes.Count) + _pendingBits;

    /// <summary>Writes the low <paramref name="count"/> bits of a value, at most 32, the most significant first.</summary>
    public void Write(uint value, int count)
    {
        _pending = (_pending << count) | value;
        _pendingBits += count;
        while (_pendingBits >= 8)
        {
            _pendingBits -= 8;
            _bytes.Add((byte)(_pending >> _pendingBits));
        }

        _pending &= (1ul << _pendingBits) - 1;
    }

    /// <summary>A bit that is 1 for yes.</summary>
    public void WriteFlag(bool value) => Write(value ? 1u : 0u, 1);

    /// <summary>An Exp-Golomb number: n zeros, then the number without its lowest bits, plus one, in n + 1 bits, then those lowest bits.</summary>
    /// <param name="number">The number, not negative.</param>
    /// <param name="order">How many lowest bits are written plainly.</param>
    public void WriteNumber(int number, int order = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        uint value = ((uint)number >> order) + 1;
        int zeros = BitOperations.Log2(value);
        Write(0, zeros);
        Write(value, zeros + 1);
        Write((uint)number & ((1u << order) - 1), order);
    }

    /// <summary>A signed integer by its rank: see <see cref="SignedNumber"/>.</summary>
    public void WriteSigned(int value) => WriteNumber(SignedNumber.ToRank(value));

    /// <summary>A single-precision number.</summary>
    public void WriteSingle(float value) => Write(BitConverter.SingleToUInt32Bits(value), 32);

    /// <summary>A text: its length, whether it is ASCII, and its characters in seven bits each or its UTF-8 bytes.</summary>
    public void WriteText(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        WriteNumber(utf8.Length);
        if (utf8.Length == 0)
        {
            return;
        }

        bool isAscii = Ascii.IsValid(text);
        WriteFlag(isAscii);
        foreach (byte character in utf8)
        {
            Write(character, isAscii ? 7 : 8);
        }
    }

    /// <summary>Bits from the beginning of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many of their bits are written.</param>
    public void WriteBits(ReadOnlySpan<byte> bytes, long count)
    {
        foreach (byte value in bytes)
        {
            int bits = (int)Math.Min(count, 8);
            Write((uint)value >> (8 - bits), bits);
            count -= bits;
        }
    }

    /// <summary>The bytes, the last one filled up with zeros.</summary>
    public byte[] ToArray()
    {
        byte[] padding = _pendingBits == 0 ? [] : [(byte)(_pending << (8 - _pendingBits))];
        return [.. _bytes, .. padding];
    }
}
