using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>All weights row by row, zeros included: the weight of (row, column) is element row·rowLength + column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DenseRows
{
    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static float[] Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook)
    {
        var rows = new float[checked(tensor.Rows * tensor.RowLength)];
        Fill(tensor, codebook, rows, rowStride: tensor.RowLength, columnStride: 1);
        return rows;
    }

    /// <summary>Decodes a tensor into memory that the caller has.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="weights">Receives rows · rowLength weights; what it holds is lost.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices, or the memory has another length.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static void Decode(in PackedTensor tensor, ReadOnlySpan<float> codebook, Span<float> weights)
    {
        ThrowHelper.RequireLength(nameof(weights), checked(tensor.Rows * tensor.RowLength), weights.Length);
        weights.Clear();
        Fill(tensor, codebook, weights, rowStride: tensor.RowLength, columnStride: 1);
    }

    /// <summary>Decodes a tensor for what lays it out, which disposes of it then.</summary>
    /// <inheritdoc cref="Unpack"/>
    internal static ScratchNumbers<float> UnpackScratch(in PackedTensor tensor, ReadOnlySpan<float> codebook)
    {
        var weights = new ScratchNumbers<float>(checked(tensor.Rows * tensor.RowLength));
        try
        {
            Decode(tensor, codebook, weights.GetSpan());
            return weights;
        }
        catch
        {
            ((IDisposable)weights).Dispose();
            throw;
        }
    }

    /// <summary>Decodes a tensor into zeros, the weight of (row, column) to element row·rowStride + column·columnStride.</summary>
    [SkipLocalsInit]
    internal static void Fill(in PackedTensor tensor, ReadOnlySpan<float> codebook, Span<float> weights, int rowStride, int columnStride)
    {
        ThrowHelper.RequireLength(nameof(codebook), tensor.IndexLengths.Length + 1, codebook.Length);
        var decoder = new WeightDecoder(tensor, stackalloc uint[WeightTable.Length]);
        Span<int> positions = stackalloc int[WeightDecoder.BlockLength];
        Span<byte> codes = stackalloc byte[WeightDecoder.BlockLength];
        int[] columnOfLive = tensor.ColumnOfLive();
        int rowLength = tensor.LiveColumns;
        int row = 0;
        int rowStart = 0;
        int count;
        while ((count = decoder.Read(positions, codes)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                while (positions[i] - rowStart >= rowLength)
                {
                    row++;
                    rowStart += rowLength;
                }

                int live = positions[i] - rowStart;
                int column = columnOfLive.Length == 0 ? live : columnOfLive[live];
                weights[(row * rowStride) + (column * columnStride)] = codebook[codes[i]];
            }
        }
    }
}
