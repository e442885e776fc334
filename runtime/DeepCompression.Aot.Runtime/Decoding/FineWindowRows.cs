using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout for 14-bit arithmetic; <see cref="FineWindowProduct"/>
/// runs it. The steps are those of <see cref="ByteWindowRows"/>.
/// </summary>
/// <remarks>
/// Centroids are rounded to multiples of <see cref="WeightScale"/>, the largest of magnitude 8,127, and split: 128 times an upper half
/// from −63 to 63, and a lower half from −64 to 63.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FineWindowRows : WindowLayout
{
    private readonly IntegerCodebook _codebook;
    private readonly FixedNumbers<int> _rowSums;

    private FineWindowRows(ByteWindowBuilder builder, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
        : base(builder, bias)
    {
        Width = builder.Width;
        _codebook = IntegerCodebook.OfHalves(codebook, Width);
        _rowSums = FixedNumbers<int>.Copy([.. builder.RowSums(_codebook.High), .. builder.RowSums(_codebook.Low)]);
    }

    private FineWindowRows(in PlacedRows rows, ReadOnlySpan<float> codebook, int width)
        : base(rows, WindowShape.Lanes, ByteWindowBuilder.WordsOf(rows.Starts.Length, width))
    {
        ThrowHelper.RequireLength(nameof(rows.RowSums), 2 * GroupEnd.Length * GroupRows, rows.RowSums.Length);
        Width = width;
        _codebook = IntegerCodebook.OfHalves(codebook, width);
        _rowSums = FixedNumbers<int>.InPlace(rows.RowSums);
    }

    /// <summary>Columns of a window: 64 or 128.</summary>
    public int Width { get; }

    /// <summary>What a centroid of 1 stands for.</summary>
    internal float WeightScale => _codebook.Scale;

    /// <summary>The upper halves of the values of 64 codes, then the lower ones.</summary>
    internal ReadOnlySpan<sbyte> Codebook => _codebook.Values;

    /// <summary>The sum of the upper halves of each place's weights.</summary>
    internal ReadOnlySpan<int> HighRowSum => _rowSums.Span[..(GroupEnd.Length * GroupRows)];

    /// <summary>The sum of the lower halves.</summary>
    internal ReadOnlySpan<int> LowRowSum => _rowSums.Span[(GroupEnd.Length * GroupRows)..];

    /// <summary>Decodes a tensor.</summary>
    /// <inheritdoc cref="ByteWindowRows.Unpack"/>
    public static FineWindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width)
    {
        using DecodedRows<ushort> rows = UnpackCodes(tensor, codebook, ByteWindowRows.MaxCentroids(width), bias);
        return Build(rows.Weights(), tensor.RowLength, codebook, bias, width);
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <inheritdoc cref="ByteWindowRows.Placed"/>
    public static FineWindowRows Placed(in PlacedRows rows, ReadOnlySpan<float> codebook, int width) => new(rows, codebook, width);

    /// <summary>Lays out rows without fillers; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static FineWindowRows Build(
        RowWeights codes, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        new(new ByteWindowBuilder(codes, columns, width), codebook, bias);
}
