using System.ComponentModel;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A pruned weight tensor in its packed form (Deep Compression, section 4), a view of constants that the caller owns: Huffman-coded
/// gaps between non-zero weights in row-major order, each followed by the Huffman-coded codebook index of the weight. Gaps count
/// the live columns alone.
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
    /// <param name="columnRuns">
    /// The lengths of runs of columns, a dead one, a live one, and so on; those after the last run are dead. None where every
    /// column is live.
    /// </param>
    /// <param name="gapResolution">How finely gaps fall into classes.</param>
    /// <param name="gapLengths">The code length of each class of gaps, in bits; 0 for one that does not occur.</param>
    /// <param name="indexLengths">The code length of each codebook index, in bits; 0 for one that does not occur.</param>
    /// <param name="marks">Places at which a long stream can be entered, so that it is decoded faster; or none.</param>
    /// <exception cref="ArgumentException">There are marks, but not as many as such a stream has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number contradicts another, so no stream could fit.</exception>
    public PackedTensor(
        ReadOnlySpan<ulong> words,
        int weightCount,
        int rows,
        int rowLength,
        ReadOnlySpan<int> columnRuns,
        int gapResolution,
        ReadOnlySpan<byte> gapLengths,
        ReadOnlySpan<byte> indexLengths,
        ReadOnlySpan<int> marks = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * rowLength, int.MaxValue, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNegative(weightCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weightCount, rows * rowLength);

        // A weight takes at least one bit, for its index, so the stream bounds what is allocated for it.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weightCount, words.Length * 64L, nameof(weightCount));
        ArgumentOutOfRangeException.ThrowIfNegative(gapResolution);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gapResolution, GapClasses.MaxResolution);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gapLengths.Length, GapClasses.MaxCount(gapResolution), nameof(gapLengths));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indexLengths.Length, byte.MaxValue, nameof(indexLengths));

        if (!marks.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(marks), StreamMarks.Length(weightCount), marks.Length);
        }

        Words = words;
        WeightCount = weightCount;
        Rows = rows;
        RowLength = rowLength;
        ColumnRuns = columnRuns;
        LiveColumns = CountLive(columnRuns, rowLength);
        GapResolution = gapResolution;
        GapLengths = gapLengths;
        IndexLengths = indexLengths;
        Marks = marks;
    }

    /// <summary>The coded stream, most significant bit first.</summary>
    public ReadOnlySpan<ulong> Words { get; }

    /// <summary>The number of non-zero weights.</summary>
    public int WeightCount { get; }

    /// <summary>Output channels.</summary>
    public int Rows { get; }

    /// <summary>Weights per output channel.</summary>
    public int RowLength { get; }

    /// <summary>The lengths of runs of columns, dead and live in turn; none where every column is live.</summary>
    public ReadOnlySpan<int> ColumnRuns { get; }

    /// <summary>The number of live columns.</summary>
    public int LiveColumns { get; }

    /// <summary>How finely gaps fall into classes.</summary>
    public int GapResolution { get; }

    /// <summary>The code length of each class of gaps in bits.</summary>
    public ReadOnlySpan<byte> GapLengths { get; }

    /// <summary>The code length of each codebook index in bits.</summary>
    public ReadOnlySpan<byte> IndexLengths { get; }

    /// <summary>Places at which the stream can be entered; none where it is read from its start alone.</summary>
    public ReadOnlySpan<int> Marks { get; }

    /// <summary>The column of each live one, by its number among them; empty where every column is live.</summary>
    internal int[] ColumnOfLive()
    {
        if (ColumnRuns.IsEmpty)
        {
            return [];
        }

        var columns = new int[LiveColumns];
        int live = 0;
        int column = 0;
        for (int run = 0; run < ColumnRuns.Length; run += 2)
        {
            column += ColumnRuns[run];
            for (int end = column + ColumnRuns[run + 1]; column < end; column++)
            {
                columns[live++] = column;
            }
        }

        return columns;
    }

    private static int CountLive(ReadOnlySpan<int> columnRuns, int rowLength)
    {
        if (columnRuns.IsEmpty)
        {
            return rowLength;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(columnRuns.Length % 2, 0, nameof(columnRuns));
        int live = 0;
        long total = 0;
        for (int run = 0; run < columnRuns.Length; run++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(columnRuns[run], nameof(columnRuns));
            total += columnRuns[run];
            ArgumentOutOfRangeException.ThrowIfGreaterThan(total, rowLength, nameof(columnRuns));
            live += run % 2 == 1 ? columnRuns[run] : 0;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(live, 1, nameof(columnRuns));
        return live;
    }
}
