using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The non-zero weights of a packed tensor row by row, decoded for what lays them out: the column and the code of each.</summary>
/// <remarks>Whoever decodes a tensor disposes of the rows once its layout is there.</remarks>
/// <typeparam name="TColumn"><see cref="ushort"/> while a row has at most 65,536 columns, otherwise <see cref="int"/>.</typeparam>
internal sealed class DecodedRows<TColumn> : IDisposable
    where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
{
    private readonly ScratchNumbers<TColumn> _columns;
    private readonly ScratchNumbers<byte> _codes;

    private DecodedRows(int rows, int weights)
    {
        Start = new int[rows + 1];
        _columns = new ScratchNumbers<TColumn>(weights);
        _codes = new ScratchNumbers<byte>(weights);
    }

    /// <summary>The number of each row's first weight, and behind the last row the number of weights.</summary>
    public int[] Start { get; }

    /// <summary>The column of each weight, ascending within a row.</summary>
    public ReadOnlyMemory<TColumn> Columns => _columns.Memory;

    /// <summary>The code of each weight: 1 for the first centroid.</summary>
    public ReadOnlyMemory<byte> Codes => _codes.Memory;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row has more columns than <typeparamref name="TColumn"/> can name.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static DecodedRows<TColumn> Of(in PackedTensor tensor, ReadOnlySpan<float> codebook)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            tensor.RowLength - 1, int.CreateSaturating(TColumn.MaxValue), nameof(tensor));
        ThrowHelper.RequireLength(nameof(codebook), tensor.IndexLengths.Length + 1, codebook.Length);
        var rows = new DecodedRows<TColumn>(tensor.Rows, tensor.WeightCount);
        try
        {
            rows.Decode(tensor);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>The value of each weight; to be disposed of.</summary>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    public ScratchNumbers<float> Values(ReadOnlySpan<float> codebook)
    {
        Span<byte> codes = _codes.GetSpan();
        var values = new ScratchNumbers<float>(codes.Length);
        Span<float> target = values.GetSpan();
        for (int i = 0; i < codes.Length; i++)
        {
            target[i] = codebook[codes[i]];
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable)_columns).Dispose();
        ((IDisposable)_codes).Dispose();
    }

    [SkipLocalsInit]
    private void Decode(in PackedTensor tensor)
    {
        var decoder = new WeightDecoder(tensor, stackalloc uint[WeightTable.Length]);
        Span<int> positions = stackalloc int[WeightDecoder.BlockLength];
        Span<TColumn> columns = _columns.GetSpan();
        Span<byte> codes = _codes.GetSpan();
        int[] columnOfLive = tensor.ColumnOfLive();
        int rowLength = tensor.LiveColumns;
        int row = 0;
        int read = 0;
        int count;
        while ((count = decoder.Read(positions[..Math.Min(positions.Length, codes.Length - read)], codes[read..])) > 0)
        {
            int rowStart = row * rowLength;
            for (int i = 0; i < count; i++)
            {
                while (positions[i] - rowStart >= rowLength)
                {
                    Start[++row] = read + i;
                    rowStart += rowLength;
                }

                int live = positions[i] - rowStart;
                columns[read + i] = TColumn.CreateTruncating(columnOfLive.Length == 0 ? live : columnOfLive[live]);
            }

            read += count;
        }

        Start.AsSpan(row + 1).Fill(read);
    }
}

/// <summary>What the builders of layouts take of decoded rows.</summary>
internal static class DecodedRows
{
    /// <summary>The rows, valid until they are disposed of.</summary>
    public static RowWeights Weights(this DecodedRows<ushort> rows) => new(rows.Start, rows.Columns, rows.Codes);
}
