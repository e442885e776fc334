using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// What the sliding-window layouts of a fully connected layer share. Rows are served in groups, sixteen lanes of a vector side by
/// side. A step names the first of some consecutive columns, its window, and holds a few slots for each lane: the place of a column
/// in the window, and the code of a weight. A register permute by places takes the place of a gather, another one by codes that of a
/// look-up in the codebook.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WindowLayout
{
    private readonly FixedNumbers<ushort> _starts;
    private readonly FixedNumbers<int> _groupEnd;
    private readonly FixedNumbers<float> _bias;

    private protected WindowLayout(WindowLayoutBuilder builder, ReadOnlySpan<float> bias)
    {
        Columns = builder.Columns;
        GroupRows = builder.Walk.GroupRows;
        Words = FixedNumbers<uint>.Zeros(builder.WordCount, out Span<uint> words);
        RowOrder = RowOrder.Copy(builder.Walk.Order);
        _starts = FixedNumbers<ushort>.Zeros(builder.StepCount, out Span<ushort> starts);
        builder.Write(starts, words);
        _groupEnd = FixedNumbers<int>.Copy(builder.GroupEnd);
        _bias = FixedNumbers<float>.Copy(WindowWalk.InOrder(bias, builder.Walk.Order, builder.GroupEnd.Length * GroupRows));
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    private protected WindowLayout(in PlacedRows rows, int groupRows, int words)
    {
        rows.Require(groupRows, steps: rows.Starts.Length, words);
        Columns = rows.Columns;
        GroupRows = groupRows;
        Words = rows.WordsOfSteps;
        RowOrder = RowOrder.InPlace(rows.Order);
        _starts = FixedNumbers<ushort>.InPlace(rows.Starts);
        _groupEnd = FixedNumbers<int>.InPlace(rows.GroupEnd);
        _bias = rows.BiasOfPlaces(groupRows);
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows => Order.Length;

    /// <summary>Bytes of all steps, each of which a product reads once.</summary>
    public long ByteCount => (Words.Length * (long)sizeof(uint)) + (Starts.Length * (long)sizeof(ushort));

    /// <summary>Rows served together.</summary>
    internal int GroupRows { get; }

    /// <summary>In which order places have the rows.</summary>
    internal RowOrder RowOrder { get; }

    /// <summary>The row of each place, heaviest first: place i of group g is g·GroupRows + i.</summary>
    internal ReadOnlySpan<int> Order => RowOrder.RowOfPlace;

    /// <summary>The slots of all steps.</summary>
    internal FixedNumbers<uint> Words { get; }

    /// <summary>The first column of each step's window.</summary>
    internal ReadOnlySpan<ushort> Starts => _starts.Span;

    /// <summary>The step behind the last of each group.</summary>
    internal ReadOnlySpan<int> GroupEnd => _groupEnd.Span;

    /// <summary>The bias of each place, 0 behind the last row.</summary>
    internal ReadOnlySpan<float> Bias => _bias.Span;

    /// <summary>Decodes a tensor, after a check of all arguments.</summary>
    private protected static DecodedRows<ushort> UnpackCodes(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, int maxCentroids, ReadOnlySpan<float> bias)
    {
        ThrowHelper.RequireLength(nameof(codebook), tensor.IndexLengths.Length + 1, codebook.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codebook.Length, maxCentroids + 1, nameof(codebook));
        RequireBias(bias, tensor.Rows);
        return DecodedRows<ushort>.Of(tensor, codebook);
    }

    private protected static void RequireBias(ReadOnlySpan<float> bias, int rows)
    {
        if (bias.Length > 0)
        {
            ThrowHelper.RequireLength(nameof(bias), rows, bias.Length);
        }
    }
}
