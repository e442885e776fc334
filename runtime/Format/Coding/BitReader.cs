namespace DeepCompression.Aot.Format;

/// <summary>Reads bits from bytes, the most significant bit of each byte first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _bit;

    /// <summary>The bytes touched so far.</summary>
    public readonly int BytesRead => (int)((_bit + 7) / 8);

    public int ReadBit()
    {
        int index = (int)(_bit >> 3);
        if (index >= _bytes.Length)
        {
            throw ArtifactException.Rule("the bits end early");
        }

        int bit = (_bytes[index] >> (7 - (int)(_bit & 7))) & 1;
        _bit++;
        return bit;
    }

    /// <summary>An unsigned Exp-Golomb number of order 0: n zeros, a one, n bits; the value is those n + 1 bits minus one.</summary>
    public int ReadExpGolomb()
    {
        int zeros = 0;
        while (ReadBit() == 0)
        {
            zeros++;
            if (zeros > 7)
            {
                throw ArtifactException.Rule("a number in the code lengths is out of range");
            }
        }

        int value = 1;
        for (int i = 0; i < zeros; i++)
        {
            value = (value << 1) | ReadBit();
        }

        return value - 1;
    }

    /// <summary>Skips to the next byte; the bits skipped must be zero, so that every bit of an artifact is accounted for.</summary>
    public void AlignToByte()
    {
        while ((_bit & 7) != 0)
        {
            if (ReadBit() != 0)
            {
                throw ArtifactException.Rule("padding bits are not zero");
            }
        }
    }
}
