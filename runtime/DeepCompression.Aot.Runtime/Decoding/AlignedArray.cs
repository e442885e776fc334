using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Words that begin with a cache line and never move, so that a vector load of them touches a single line.</summary>
internal sealed unsafe class AlignedArray
{
    private const int LineBytes = 64;

    // Keeps the memory alive.
    private readonly uint[] _memory;

    /// <summary>Words, all zero.</summary>
    /// <exception cref="OverflowException">There are 2³¹ − 33 words or more.</exception>
    public AlignedArray(int length)
    {
        // A line before the first word at most, and one behind the last: a load may begin within the last vector.
        _memory = GC.AllocateArray<uint>(checked(length + (2 * LineBytes / sizeof(uint))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _memory[0]);
        First = (uint*)((address + LineBytes - 1) / LineBytes * LineBytes);
        Length = length;
    }

    /// <summary>The first word; valid as long as this object lives.</summary>
    public uint* First { get; }

    /// <summary>Words; as many as a line holds can be read behind the last.</summary>
    public int Length { get; }

    /// <summary>The words as floats.</summary>
    public Span<float> Floats => new(First, Length);

    /// <summary>As many zeros, to be filled.</summary>
    /// <exception cref="OverflowException">There are 2³¹ − 33 words or more.</exception>
    public static AlignedArray Zeros(int length) => new(length);

    /// <summary>A copy of words that may lie anywhere.</summary>
    /// <exception cref="OverflowException">There are 2³¹ − 33 words or more.</exception>
    public static AlignedArray Of(ReadOnlySpan<uint> words)
    {
        var array = new AlignedArray(words.Length);
        words.CopyTo(new Span<uint>(array.First, words.Length));
        return array;
    }
}
