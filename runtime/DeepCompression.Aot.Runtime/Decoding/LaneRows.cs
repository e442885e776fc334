using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer with eight rows side by side, one to each lane of a vector, for processors that
/// gather; <see cref="LaneProduct"/> runs it. Weights are half-precision numbers, as artifacts store most codebooks, so that a weight
/// and its column take one word.
/// </summary>
/// <remarks>
/// A step is eight words, one of each row: the column in the lower half, the weight in the upper. Rows of a group have about as many
/// weights, so that lanes end together and walk over about the same activations, which therefore stay in the first-level cache; and no
/// sum of lanes is left to take. A row that ends before its group repeats its last column with the weight 0, one without weights names
/// column 0: an activation that is not finite may make such a row's sum NaN.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LaneRows
{
    /// <summary>Rows of a group.</summary>
    internal const int Lanes = 8;

    private LaneRows(SparseRows<ushort> rows, int columns, ReadOnlySpan<float> bias)
    {
        Columns = columns;
        Order = WindowWalk.HeaviestFirst(rows.Start);
        GroupEnd = new int[(Order.Length + Lanes - 1) / Lanes];
        Bias = new float[GroupEnd.Length * Lanes];
        for (int place = 0; place < bias.Length; place++)
        {
            Bias[place] = bias[Order[place]];
        }

        // The first row of a group is its longest.
        int words = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int row = Order[group * Lanes];
            words = checked(words + ((rows.Start[row + 1] - rows.Start[row]) * Lanes));
            GroupEnd[group] = words;
        }

        Words = new AlignedArray(words);
        Fill(rows);
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows => Order.Length;

    /// <summary>Bytes of all steps, each of which a product reads once.</summary>
    public long ByteCount => Words.Length * (long)sizeof(uint);

    /// <summary>The row of each place, heaviest first: place i of group g is 8·g + i.</summary>
    internal int[] Order { get; }

    /// <summary>The steps, group by group.</summary>
    internal AlignedArray Words { get; }

    /// <summary>The word behind the last of each group.</summary>
    internal int[] GroupEnd { get; }

    /// <summary>The bias of each place, 0 behind the last row.</summary>
    internal float[] Bias { get; }

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
    public static LaneRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
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

        return new(SparseRows.Unpack<ushort>(tensor, codebook, slotsPerStep: 1), tensor.RowLength, bias);
    }

    private unsafe void Fill(SparseRows<ushort> rows)
    {
        int step = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int steps = (GroupEnd[group] - step) / Lanes;
            for (int lane = 0; lane < Lanes && (group * Lanes) + lane < Rows; lane++)
            {
                FillLane(Words.First + step + lane, steps, rows, Order[(group * Lanes) + lane]);
            }

            step = GroupEnd[group];
        }
    }

    private static unsafe void FillLane(uint* words, int steps, SparseRows<ushort> rows, int row)
    {
        uint column = 0;
        int weight = rows.Start[row];
        for (int step = 0; step < steps; step++, weight++)
        {
            bool isThere = weight < rows.Start[row + 1];
            column = isThere ? rows.Columns[weight] : column;
            words[step * Lanes] = HalfWord.Of(isThere ? rows.Values[weight] : 0, column);
        }
    }
}
