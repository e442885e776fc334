using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer for many samples at once; <see cref="BatchProduct"/> runs it. Blocks of columns,
/// whose activations stay in the first-level cache, hold their weights row by row.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BatchRows
{
    /// <summary>Columns of a block: of 64 samples they are 32 KB.</summary>
    internal const int BlockColumns = 128;

    private BatchRows(SparseRows<int> rows, int columns, ReadOnlySpan<float> bias)
    {
        Columns = columns;
        Rows = rows.Start.Length - 1;
        Bias = new float[Rows];
        bias.CopyTo(Bias);
        Places = new byte[rows.Values.Length];
        Values = new float[rows.Values.Length];
        VisitEnd = new int[(columns + BlockColumns - 1) / BlockColumns];

        // No row has more visits than weights, and none more than there are blocks.
        Visits = new RowVisit[(int)Math.Min(rows.Values.Length, (long)Rows * VisitEnd.Length)];
        Fill(rows);
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Bytes of all weights, each of which a product reads once for 64 samples.</summary>
    public long ByteCount => (Values.Length * (long)(sizeof(float) + sizeof(byte))) + (VisitEnd[^1] * (long)(2 * sizeof(int)));

    /// <summary>The bias of each row.</summary>
    internal float[] Bias { get; }

    /// <summary>The column of each weight within its block.</summary>
    internal byte[] Places { get; }

    /// <summary>The weights, in the order of the visits.</summary>
    internal float[] Values { get; }

    /// <summary>The rows that have weights in each block, those with most first: a processor foresees where loops end.</summary>
    internal RowVisit[] Visits { get; }

    /// <summary>The visit behind the last of each block.</summary>
    internal int[] VisitEnd { get; }

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or the bias another length than there are rows.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static BatchRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
    {
        RequireBias(bias, tensor.Rows);
        return Build(SparseRows.Unpack<int>(tensor, codebook, slotsPerStep: 1), tensor.RowLength, bias);
    }

    /// <summary>Takes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights, whole rows of them.</param>
    /// <param name="rowLength">Weights of a row.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <exception cref="ArgumentException">The bias has another length than there are rows.</exception>
    public static BatchRows FromRows(ReadOnlySpan<float> rowMajor, int rowLength, ReadOnlySpan<float> bias)
    {
        RequireBias(bias, rowMajor.Length / rowLength);
        return Build(SparseRows.FromRows(rowMajor, rowLength), rowLength, bias);
    }

    /// <summary>A layer of which no weight survived pruning.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <exception cref="ArgumentException">The bias has another length than there are rows.</exception>
    public static BatchRows WithoutWeights(int rows, int columns, ReadOnlySpan<float> bias)
    {
        RequireBias(bias, rows);
        return Build(new(new int[rows + 1], [], []), columns, bias);
    }

    /// <summary>Lays out rows without fillers; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static BatchRows Build(SparseRows<int> rows, int columns, ReadOnlySpan<float> bias) => new(rows, columns, bias);

    private static void RequireBias(ReadOnlySpan<float> bias, int rows)
    {
        if (bias.Length > 0)
        {
            ThrowHelper.RequireLength(nameof(bias), rows, bias.Length);
        }
    }

    private void Fill(SparseRows<int> rows)
    {
        var next = new int[Rows];
        var counts = new int[Rows];
        Array.Copy(rows.Start, next, Rows);
        int visits = 0;
        int weights = 0;
        for (int block = 0; block < VisitEnd.Length; block++)
        {
            int end = (block + 1) * BlockColumns;
            for (int row = 0; row < Rows; row++)
            {
                int last = next[row];
                while (last < rows.Start[row + 1] && rows.Columns[last] < end)
                {
                    last++;
                }

                counts[row] = last - next[row];
            }

            int first = visits;
            visits = AppendVisits(counts, visits);
            for (int visit = first; visit < visits; visit++)
            {
                int row = Visits[visit].Row;
                for (int i = 0; i < counts[row]; i++, next[row]++, weights++)
                {
                    Places[weights] = (byte)(rows.Columns[next[row]] - (block * BlockColumns));
                    Values[weights] = rows.Values[next[row]];
                }
            }

            VisitEnd[block] = visits;
        }
    }

    /// <summary>Appends the rows of a block that have weights, by descending number; rows with as many stay in order.</summary>
    /// <returns>The visit behind the last.</returns>
    private int AppendVisits(int[] counts, int first)
    {
        // Where the rows with each number of weights begin.
        Span<int> starts = stackalloc int[BlockColumns + 1];
        starts.Clear();
        foreach (int count in counts)
        {
            starts[count]++;
        }

        int visit = first;
        for (int count = BlockColumns; count > 0; count--)
        {
            int rows = starts[count];
            starts[count] = visit;
            visit += rows;
        }

        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] > 0)
            {
                Visits[starts[counts[row]]++] = new RowVisit { Row = row, Weights = counts[row] };
            }
        }

        return visit;
    }
}

/// <summary>A row's turn in a block of columns.</summary>
internal struct RowVisit
{
    /// <summary>The row.</summary>
    public int Row;

    /// <summary>Its weights in the block.</summary>
    public int Weights;
}
