using System.Numerics;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes bits into bytes, the most significant bit of each byte first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private uint _pending;
    private int _pendingBits;

    /// <summary>The bits written so far.</summary>
    public long BitCount => (8L * _bytes.Count) + _pendingBits;

    /// <summary>Writes the low <paramref name="count"/> bits of a value, at most 24, the most significant first.</summary>
    public void Write(uint value, int count)
    {
        _pending = (_pending << count) | value;
        _pendingBits += count;
        while (_pendingBits >= 8)
        {
            _pendingBits -= 8;
            _bytes.Add((byte)(_pending >> _pendingBits));
        }

        _pending &= (1u << _pendingBits) - 1;
    }

    /// <summary>An unsigned Exp-Golomb number of order 0: n zeros, then the number plus one in n + 1 bits.</summary>
    public void WriteExpGolomb(int number)
    {
        uint value = (uint)number + 1;
        int zeros = BitOperations.Log2(value);
        Write(value, (2 * zeros) + 1);
    }

    /// <summary>The bytes, the last one filled up with zeros.</summary>
    public byte[] ToArray()
    {
        byte[] padding = _pendingBits == 0 ? [] : [(byte)(_pending << (8 - _pendingBits))];
        return [.. _bytes, .. padding];
    }
}
