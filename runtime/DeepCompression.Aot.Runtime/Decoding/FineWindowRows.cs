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
    private const int MaxWeight = (63 << FineActivations.HalfBits) + 63;

    private FineWindowRows(ByteWindowBuilder builder, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
        : base(builder, bias)
    {
        Width = builder.Width;
        WeightScale = ByteWindowBuilder.Largest(codebook) / MaxWeight;
        int[] rounded = builder.Round(codebook, WeightScale);
        for (int code = 0; code < rounded.Length; code++)
        {
            int high = (rounded[code] + 64) >> FineActivations.HalfBits;
            Codebook[code] = (sbyte)high;
            Codebook[rounded.Length + code] = (sbyte)(rounded[code] - (high << FineActivations.HalfBits));
        }

        HighRowSum = builder.RowSums(Codebook.AsSpan(0, rounded.Length));
        LowRowSum = builder.RowSums(Codebook.AsSpan(rounded.Length));
    }

    /// <summary>Columns of a window: 64 or 128.</summary>
    public int Width { get; }

    /// <summary>What a centroid of 1 stands for.</summary>
    internal float WeightScale { get; }

    /// <summary>The upper halves of the values of 64 codes, then the lower ones.</summary>
    internal sbyte[] Codebook { get; } = new sbyte[128];

    /// <summary>The sum of the upper halves of each place's weights.</summary>
    internal int[] HighRowSum { get; }

    /// <summary>The sum of the lower halves.</summary>
    internal int[] LowRowSum { get; }

    /// <summary>Decodes a tensor.</summary>
    /// <inheritdoc cref="ByteWindowRows.Unpack"/>
    public static FineWindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        Build(UnpackCodes(tensor, codebook, ByteWindowRows.MaxCentroids(width), bias), tensor.RowLength, codebook, bias, width);

    /// <summary>Lays out rows without fillers whose values are the numbers of codes; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static FineWindowRows Build(
        SparseRows<ushort> codes, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        new(new ByteWindowBuilder(codes, columns, width), codebook, bias);
}
