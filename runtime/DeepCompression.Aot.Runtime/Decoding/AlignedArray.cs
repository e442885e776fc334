namespace DeepCompression.Aot.Runtime;

/// <summary>Words that begin with a cache line and never move, so that a vector load of them touches a single line.</summary>
internal sealed unsafe class AlignedArray
{
    // Keeps the memory alive.
    private readonly AlignedMemory _memory;

    /// <summary>Words, all zero.</summary>
    public AlignedArray(int length)
    {
        _memory = new AlignedMemory((nuint)length * sizeof(uint));
        First = (uint*)_memory.First;
        Length = length;
    }

    /// <summary>The first word; valid as long as this object lives.</summary>
    public uint* First { get; }

    /// <summary>Words; as many as a line holds can be read behind the last.</summary>
    public int Length { get; }

    /// <summary>The words as floats.</summary>
    public Span<float> Floats => new(First, Length);

    /// <summary>As many zeros, to be filled.</summary>
    public static AlignedArray Zeros(int length) => new(length);

    /// <summary>A copy of words that may lie anywhere.</summary>
    public static AlignedArray Of(ReadOnlySpan<uint> words)
    {
        var array = new AlignedArray(words.Length);
        words.CopyTo(new Span<uint>(array.First, words.Length));
        return array;
    }
}
