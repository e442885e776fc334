using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout for floats; <see cref="WindowProduct"/> runs it.
/// Groups have sixteen rows, or thirty-two in pairs, windows 32 columns; a step has three slots for each lane, whose places and codes
/// have five bits each.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="FloatWindowBuilder"/> says what steps look like. With rows in pairs, the first slot of a lane serves the first row, the second
/// the second, and the third the first, or the second if the word's highest bit is set.
/// </para>
/// <para>
/// An empty slot has code 0, whose value is 0, and names the window's first column. So an activation that is not finite may reach
/// sums of rows that have no weight there, as in a dense product.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WindowRows : WindowLayout
{
    /// <summary>The most centroids: five bits name them and 0.</summary>
    public const int MaxCentroids = 31;

    /// <summary>The fewest columns: those of a window.</summary>
    public const int MinColumns = 32;

    private WindowRows(WindowLayoutBuilder builder, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
        : base(builder, bias) => codebook.CopyTo(Codebook);

    private WindowRows(in PlacedRows rows, ReadOnlySpan<float> codebook, int groupRows)
        : base(rows, groupRows, checked(rows.Starts.Length * WindowShape.Lanes)) => codebook.CopyTo(Codebook);

    /// <summary>The value of each of the 32 codes.</summary>
    internal float[] Codebook { get; } = new float[MaxCentroids + 1];

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then at most <see cref="MaxCentroids"/> centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="paired">Whether a lane serves two rows: better the sparser the weights and the larger the layer.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or the bias another length than there are rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are too many centroids, fewer columns than <see cref="MinColumns"/>, or more than 65,536.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static WindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, bool paired)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tensor.RowLength, MinColumns, nameof(tensor));
        using DecodedRows<ushort> rows = UnpackCodes(tensor, codebook, MaxCentroids, bias);
        return new(new FloatWindowBuilder(rows.Weights(), tensor.RowLength, paired), codebook, bias);
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <param name="rows">The layer, in constants.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then at most <see cref="MaxCentroids"/> centroids.</param>
    /// <param name="paired">Whether a lane serves two rows.</param>
    /// <exception cref="ArgumentException">The constants contradict each other, or there are too many centroids.</exception>
    public static WindowRows Placed(in PlacedRows rows, ReadOnlySpan<float> codebook, bool paired) =>
        new(rows, codebook, (paired ? WindowShape.PairedFloats : WindowShape.Floats).GroupRows);
}
