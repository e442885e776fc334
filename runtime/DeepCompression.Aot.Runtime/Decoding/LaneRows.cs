using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer with sixteen rows side by side, one to each lane of two vectors, for processors with
/// AVX2; <see cref="LaneProduct"/> runs it. Weights are half-precision numbers, as artifacts store most codebooks, so that a weight
/// and its column take one word.
/// </summary>
/// <remarks>
/// A step is sixteen words, one of each row: the column in the lower half, the weight in the upper. Rows of a group have about as many
/// weights, so that lanes end together and walk over about the same activations, which therefore stay in the first-level cache; and no
/// sum of lanes is left to take. A row that ends before its group repeats its last column with the weight 0, one without weights names
/// column 0: an activation that is not finite may make such a row's sum NaN. Where the processor gathers slowly, weights that lie close
/// together are in <see cref="Windows"/> instead, and any sum of a group may be NaN where an activation is not finite.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LaneRows
{
    /// <summary>Rows of a group.</summary>
    internal const int GroupRows = LaneBuilder.GroupRows;

    private readonly FixedNumbers<int> _groupEnd;
    private readonly FixedNumbers<float> _bias;

    private LaneRows(LaneBuilder builder, LaneWindows? windows, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
    {
        Columns = columns;
        Windows = windows;
        Words = FixedNumbers<uint>.Zeros(builder.WordCount, out Span<uint> words);
        builder.Write(codebook, words);
        RowOrder = RowOrder.Copy(builder.Order);
        _groupEnd = FixedNumbers<int>.Copy(builder.GroupEnd);
        _bias = FixedNumbers<float>.Copy(WindowWalk.InOrder(bias, builder.Order, builder.GroupEnd.Length * GroupRows));
    }

    private LaneRows(in PlacedRows rows)
    {
        Columns = rows.Columns;
        Words = rows.WordsOfSteps;
        rows.Require(GroupRows, steps: Words.Length, words: Words.Length);
        RowOrder = RowOrder.InPlace(rows.Order);
        _groupEnd = FixedNumbers<int>.InPlace(rows.GroupEnd);
        _bias = rows.BiasOfPlaces(GroupRows);
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows => Order.Length;

    /// <summary>Bytes of all steps, each of which a product reads once.</summary>
    public long ByteCount => (Words.Length * (long)sizeof(uint)) + (Windows?.ByteCount ?? 0);

    /// <summary>In which order places have the rows.</summary>
    internal RowOrder RowOrder { get; }

    /// <summary>The row of each place, heaviest first: place i of group g is 16·g + i.</summary>
    internal ReadOnlySpan<int> Order => RowOrder.RowOfPlace;

    /// <summary>The weights that lie close together; null where all are gathered.</summary>
    internal LaneWindows? Windows { get; }

    /// <summary>The steps, group by group.</summary>
    internal FixedNumbers<uint> Words { get; }

    /// <summary>The word behind the last of each group.</summary>
    internal ReadOnlySpan<int> GroupEnd => _groupEnd.Span;

    /// <summary>The bias of each place, 0 behind the last row.</summary>
    internal ReadOnlySpan<float> Bias => _bias.Span;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids, each a normal number of half precision.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or one that is not a normal number of half precision, or
    /// the bias has another length than there are rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 65,536 columns.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static LaneRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias) =>
        Unpack(tensor, codebook, bias, windows: Processor.GatherWay == GatherWay.Loads ? null : false);

    /// <inheritdoc cref="Unpack(in PackedTensor, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="windows">Whether weights that lie close together are not gathered; null where as many do as makes it faster.</param>
    internal static LaneRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, bool? windows)
    {
        foreach (float value in codebook)
        {
            if (value != 0 && !HalfWord.CanHold(value))
            {
                throw new ArgumentException($"{value} is not a normal number of half precision.", nameof(codebook));
            }
        }

        if (bias.Length > 0)
        {
            ThrowHelper.RequireLength(nameof(bias), tensor.Rows, bias.Length);
        }

        using DecodedRows<ushort> rows = DecodedRows<ushort>.Of(tensor, codebook);
        RowWeights weights = rows.Weights();
        int[] order = WindowWalk.HeaviestFirst(weights.Start);
        if (!(windows ?? LaneSplit.IsFaster(weights.Start[^1], tensor.Rows, tensor.RowLength)))
        {
            return new(new LaneBuilder(weights, order), windows: null, tensor.RowLength, codebook, bias);
        }

        using var split = new LaneSplit(weights, order, tensor.RowLength, codebook);
        return new(new LaneBuilder(split.Rest, order), new LaneWindows(split), tensor.RowLength, codebook, bias);
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <param name="rows">The layer, in constants.</param>
    /// <exception cref="ArgumentException">The constants contradict each other.</exception>
    public static LaneRows Placed(in PlacedRows rows) => new(rows);
}
