using System.Runtime.CompilerServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>The bits of a packed stream. Never reads outside: words past its end count as zero.</summary>
/// <param name="words">The stream, whose first bit is the most significant of the first word.</param>
internal readonly ref struct PackedBits(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> _words = words;

    /// <summary>Words of the stream.</summary>
    public int WordCount => _words.Length;

    /// <summary>The 64 bits from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Peek(long bit)
    {
        int word = (int)(bit >> 6);
        int offset = (int)bit & 63;
        ReadOnlySpan<ulong> words = _words;
        ulong first = (uint)word < (uint)words.Length ? words[word] : 0;
        ulong second = (uint)(word + 1) < (uint)words.Length ? words[word + 1] : 0;
        return (first << offset) | (second >> 1 >> (63 - offset));
    }

    /// <summary>Reads the plain bits of a gap, behind its codeword.</summary>
    /// <param name="bit">The place behind the codeword, which moves on.</param>
    /// <param name="gapClass">The gap's class.</param>
    /// <param name="resolution">How finely gaps fall into classes.</param>
    /// <returns>The step for the gap and its weight.</returns>
    public uint ReadStep(ref long bit, int gapClass, int resolution)
    {
        int extra = GapClasses.ExtraBits(gapClass, resolution);
        ulong place = Peek(bit) >> 1 >> (63 - extra);
        bit += extra;
        return (uint)GapClasses.First(gapClass, resolution) + (uint)place + 1;
    }

    /// <summary>Refuses a place behind the end.</summary>
    /// <exception cref="InvalidOperationException">The stream ends before the place.</exception>
    public void RequireInside(long bit)
    {
        if (bit > _words.Length * 64L)
        {
            ThrowHelper.CorruptWeights("the stream ends early");
        }
    }

    /// <summary>Refuses a stream that does not end at a place, but for zeros in the rest of its last word.</summary>
    /// <exception cref="InvalidOperationException">The stream goes on.</exception>
    public void RequireEnd(long bit)
    {
        RequireInside(bit);
        if ((_words.Length * 64L) - bit >= 64 || Peek(bit) != 0)
        {
            ThrowHelper.CorruptWeights("the stream goes on after the last weight");
        }
    }
}
