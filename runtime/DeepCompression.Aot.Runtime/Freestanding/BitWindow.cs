using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The next bits of a stream, at the top of a word. Small enough that a compiler keeps a local one in registers.</summary>
internal unsafe struct BitWindow
{
    private const int Step = 16;

    private ushort* _next;
    private uint _bits;
    private int _count;

    /// <summary>Begins with a stream.</summary>
    public BitWindow(ushort* stream)
    {
        _next = stream + 1;
        _bits = (uint)*stream << Step;
        _count = Step;
    }

    /// <summary>The next 16 bits.</summary>
    public readonly uint Head => _bits >> Step;

    /// <summary>The next bits as a number.</summary>
    /// <param name="count">How many, 0 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int count) => _bits >> Step >> (Step - count);

    /// <summary>Goes past bits.</summary>
    /// <param name="count">How many, 0 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
        if (_count < Step)
        {
            _bits |= (uint)*_next++ << (Step - _count);
            _count += Step;
        }
    }
}
