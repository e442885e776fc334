using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The next bits of a stream, at the top of a word. Small enough that a compiler keeps a local one in registers.</summary>
internal unsafe struct BitWindow
{
    /// <summary>The bits of the word.</summary>
    public const int Length = 32;

    /// <summary>The bits that it always has, and those that are read at a time.</summary>
    private const int Step = 16;

    private ushort* _next;
    private int _count;

    /// <summary>Begins with a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BitWindow(ushort* stream)
    {
        _next = stream + 1;
        Bits = (uint)*stream << Step;
        _count = Step;
    }

    /// <summary>The word: at least 16 bits of the stream, the next one on top.</summary>
    public uint Bits { get; private set; }

    /// <summary>The next bits as a number.</summary>
    /// <param name="count">How many, 0 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int count) => Bits >> 1 >> (Length - 1 - count);

    /// <summary>Goes past bits.</summary>
    /// <param name="count">How many, 0 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        Bits <<= count;
        _count -= count;
        if (_count < Step)
        {
            Bits |= (uint)*_next++ << (Step - _count);
            _count += Step;
        }
    }
}
