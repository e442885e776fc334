using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A pruned weight tensor in its packed form (Deep Compression, section 4), a view of constants that the caller owns: Huffman-coded
/// gaps between non-zero weights in row-major order, each followed by the Huffman-coded codebook index of the weight.
/// </summary>
/// <remarks>Constants are the same on every processor: bits are numbered by significance, not by place in memory.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PackedTensor
{
    /// <summary>Describes a packed tensor; what the stream says is checked when it is decoded.</summary>
    /// <param name="words">
    /// The coded stream; its first bit is the most significant of the first word. As many words as the stream's bits need, the
    /// rest of the last one zero.
    /// </param>
    /// <param name="weightCount">The number of non-zero weights.</param>
    /// <param name="rows">Output channels: the tensor's first dimension.</param>
    /// <param name="rowLength">Weights per output channel: the product of the other dimensions.</param>
    /// <param name="fillerSkip">The gap symbol of a filler zero, which is also the number of positions it skips.</param>
    /// <param name="gapLengths">The code length of each gap symbol, 0 to <paramref name="fillerSkip"/>, in bits; 0 for one that does not occur.</param>
    /// <param name="indexLengths">The code length of each codebook index, in bits; 0 for one that does not occur.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number contradicts another, so no stream could fit.</exception>
    public PackedTensor(
        ReadOnlySpan<ulong> words,
        int weightCount,
        int rows,
        int rowLength,
        int fillerSkip,
        ReadOnlySpan<byte> gapLengths,
        ReadOnlySpan<byte> indexLengths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * rowLength, int.MaxValue, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNegative(weightCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weightCount, rows * rowLength);

        // A weight takes at least one bit for its gap and one for its index, so the stream bounds what is allocated for it.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weightCount, words.Length * 32L, nameof(weightCount));
        if (weightCount > 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(fillerSkip, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(fillerSkip, byte.MaxValue);
            ArgumentOutOfRangeException.ThrowIfNotEqual(gapLengths.Length, fillerSkip + 1, nameof(gapLengths));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(indexLengths.Length, byte.MaxValue, nameof(indexLengths));
        }

        Words = words;
        WeightCount = weightCount;
        Rows = rows;
        RowLength = rowLength;
        FillerSkip = fillerSkip;
        GapLengths = gapLengths;
        IndexLengths = indexLengths;
    }

    /// <summary>The coded stream, most significant bit first.</summary>
    public ReadOnlySpan<ulong> Words { get; }

    /// <summary>The number of non-zero weights.</summary>
    public int WeightCount { get; }

    /// <summary>Output channels.</summary>
    public int Rows { get; }

    /// <summary>Weights per output channel.</summary>
    public int RowLength { get; }

    /// <summary>The gap symbol of a filler zero and the number of positions it skips.</summary>
    public int FillerSkip { get; }

    /// <summary>The code length of each gap symbol in bits.</summary>
    public ReadOnlySpan<byte> GapLengths { get; }

    /// <summary>The code length of each codebook index in bits.</summary>
    public ReadOnlySpan<byte> IndexLengths { get; }
}
