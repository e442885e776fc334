using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout for 8-bit arithmetic; <see cref="ByteWindowProduct"/>
/// runs it. Groups have sixteen rows; a step has four slots for each lane. Windows have 64 columns and there are 63 centroids at most, or
/// for sparse layers 128 columns and 31 centroids, or for the sparsest 256 and 31.
/// </summary>
/// <remarks>
/// Centroids are rounded to multiples of <see cref="WeightScale"/>, the largest of magnitude 127. <see cref="ByteWindowBuilder"/> says
/// what steps look like.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ByteWindowRows : WindowLayout
{
    private readonly IntegerCodebook _codebook;
    private readonly FixedNumbers<int> _rowSum;

    private ByteWindowRows(ByteWindowBuilder builder, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
        : base(builder, bias)
    {
        Width = builder.Width;
        _codebook = IntegerCodebook.OfBytes(codebook, Width);
        _rowSum = FixedNumbers<int>.Copy(builder.RowSums(_codebook.High));
    }

    private ByteWindowRows(in PlacedRows rows, ReadOnlySpan<float> codebook, int width)
        : base(rows, WindowShape.Lanes, ByteWindowBuilder.WordsOf(rows.Starts.Length, width))
    {
        ThrowHelper.RequireLength(nameof(rows.RowSums), GroupEnd.Length * GroupRows, rows.RowSums.Length);
        Width = width;
        _codebook = IntegerCodebook.OfBytes(codebook, width);
        _rowSum = FixedNumbers<int>.InPlace(rows.RowSums);
    }

    /// <summary>Columns of a window: 64, 128 or 256.</summary>
    public int Width { get; }

    /// <summary>What a centroid of 1 stands for.</summary>
    internal float WeightScale => _codebook.Scale;

    /// <summary>The value of each of 64 codes.</summary>
    internal ReadOnlySpan<sbyte> Codebook => _codebook.High;

    /// <summary>The sum of all weights of each place: what an activation offset of 1 adds to its product.</summary>
    internal ReadOnlySpan<int> RowSum => _rowSum.Span;

    /// <summary>
    /// Columns of the widest windows that are worth it: 256, whose steps are fewer, or 128 where loads across cache lines are slow, of
    /// which the others have four in every step. VGG-16's FC6 takes 150 µs with these on Zen 5, not 168.
    /// </summary>
    public static int WidestWindow => (Processor.LoadsAcrossLinesSlowly ? WindowShape.Bytes128 : WindowShape.Bytes256).Width;

    /// <summary>The most centroids with windows of a width.</summary>
    /// <param name="width">64, 128 or 256.</param>
    public static int MaxCentroids(int width) => width == 64 ? 63 : 31;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then at most <see cref="MaxCentroids"/> centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="width">Columns of a window: 64, 128 or 256.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or the bias another length than there are rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are too many centroids, more than 65,536 columns, or fewer than a window of 256 has.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static ByteWindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width)
    {
        if (width == WindowShape.Bytes256.Width)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(tensor.RowLength, width, nameof(tensor));
        }

        using DecodedRows<ushort> rows = UnpackCodes(tensor, codebook, MaxCentroids(width), bias);
        return Build(rows.Weights(), tensor.RowLength, codebook, bias, width);
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <param name="rows">The layer, in constants.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then at most <see cref="MaxCentroids"/> centroids.</param>
    /// <param name="width">Columns of a window: 64, 128 or 256.</param>
    /// <exception cref="ArgumentException">The constants contradict each other.</exception>
    public static ByteWindowRows Placed(in PlacedRows rows, ReadOnlySpan<float> codebook, int width) => new(rows, codebook, width);

    /// <summary>Lays out rows without fillers; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static ByteWindowRows Build(
        RowWeights codes, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        new(new ByteWindowBuilder(codes, columns, width), codebook, bias);
}
