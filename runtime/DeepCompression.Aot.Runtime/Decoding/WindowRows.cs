using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout, in which a register permute takes the place of a
/// gather; <see cref="WindowProduct"/> runs it. Sixteen rows, or thirty-two in pairs, are served together, one or two by each lane of
/// a vector. A step names the first of 32 consecutive columns, its window, and holds three slots for each lane: the place of a column
/// in the window and the code of a weight, five bits each.
/// </summary>
/// <remarks>
/// <para>
/// The slots of a lane fill one word: places at bits 0, 16 and 10, codes at bits 5, 21 and 26. Seen from its third byte on, a word
/// begins with the second slot; so two loads and four shifts bring every field to where a permute, which ignores higher bits, looks
/// for it. With rows in pairs, the first slot serves the first row, the second the second, and the third the first, or the second if
/// bit 31 is set.
/// </para>
/// <para>
/// An empty slot has code 0, whose value is 0, and names the window's first column. So an activation that is not finite may reach
/// sums of rows that have no weight there, as in a dense product.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WindowRows
{
    /// <summary>The most centroids: five bits name them and 0.</summary>
    public const int MaxCentroids = 31;

    /// <summary>The fewest columns: those of a window.</summary>
    public const int MinColumns = WindowWalk.Width;

    internal WindowRows(WindowWalk walk, int columns, AlignedArray steps, ushort[] starts, int[] groupEnd, float[] codebook, float[] bias)
    {
        Columns = columns;
        GroupRows = walk.GroupRows;
        Order = walk.Order;
        Steps = steps;
        Starts = starts;
        GroupEnd = groupEnd;
        Codebook = codebook;
        Bias = bias;
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows => Order.Length;

    /// <summary>Bytes that a product reads besides the activations.</summary>
    public long ByteCount => (Starts.Length * (sizeof(ushort) + (long)(WindowWalk.Lanes * sizeof(uint)))) + (Order.Length * sizeof(int));

    /// <summary>Rows served together: 16, or 32 in pairs.</summary>
    internal int GroupRows { get; }

    /// <summary>The row of each place: place i of group g is g·GroupRows + i.</summary>
    internal int[] Order { get; }

    /// <summary>A word for each lane of each step.</summary>
    internal AlignedArray Steps { get; }

    /// <summary>The first column of each step's window.</summary>
    internal ushort[] Starts { get; }

    /// <summary>The step behind the last of each group.</summary>
    internal int[] GroupEnd { get; }

    /// <summary>The value of each of the 32 codes.</summary>
    internal float[] Codebook { get; }

    /// <summary>The bias of each place, 0 behind the last row.</summary>
    internal float[] Bias { get; }

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
        ThrowHelper.RequireLength(nameof(codebook), tensor.IndexLengths.Length + 1, codebook.Length);

        // The value of a code is here its number, so that rows hold codes.
        Span<float> numbers = stackalloc float[byte.MaxValue + 1];
        for (int code = 0; code < numbers.Length; code++)
        {
            numbers[code] = code;
        }

        SparseRows<ushort> codes = SparseRows.Unpack<ushort>(tensor, numbers[..codebook.Length], slotsPerStep: 1);
        return Build(codes, tensor.RowLength, codebook, bias, paired);
    }

    /// <summary>Lays out rows without fillers whose values are the numbers of codes; as <see cref="Unpack"/> else.</summary>
    internal static WindowRows Build(
        SparseRows<ushort> codes, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, bool paired)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codebook.Length, MaxCentroids + 1, nameof(codebook));
        if (bias.Length > 0)
        {
            ThrowHelper.RequireLength(nameof(bias), codes.Start.Length - 1, bias.Length);
        }

        return new WindowRowsBuilder(codes, columns, paired).Build(codebook, bias);
    }
}
