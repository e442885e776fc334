namespace DeepCompression.Aot.Trainer.Pages;

/// <summary>Packs bits into bytes, the least significant first, as DEFLATE has them.</summary>
internal sealed class LowBitWriter
{
    private readonly List<byte> _bytes = [];
    private uint _pending;
    private int _pendingBits;

    /// <summary>Writes the low bits of a number, the lowest first.</summary>
    public void Write(uint value, int bits)
    {
        for (int i = 0; i < bits; i++)
        {
            _pending |= ((value >> i) & 1) << _pendingBits;
            if (++_pendingBits == 8)
            {
                Flush();
            }
        }
    }

    /// <summary>Fills the byte that is begun with zeros.</summary>
    public void Align()
    {
        if (_pendingBits > 0)
        {
            Flush();
        }
    }

    /// <summary>What was written, up to the last whole byte.</summary>
    public byte[] ToArray() => [.. _bytes];

    private void Flush()
    {
        _bytes.Add((byte)_pending);
        (_pending, _pendingBits) = (0, 0);
    }
}
