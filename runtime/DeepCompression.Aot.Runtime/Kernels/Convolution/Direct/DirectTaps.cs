using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a convolution in groups, zeros included, and how <see cref="DirectConvolution"/> covers its planes. Built once per
/// process.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DirectTaps
{
    /// <summary>The most columns from one window to the next.</summary>
    private const int MaxStride = 2;

    private readonly AlignedArray _masks;

    private DirectTaps(float[] weights, in GroupedShape shape, int lanes)
    {
        Require(shape, lanes);
        ThrowHelper.RequireLength("rowMajor", checked(shape.Outputs * shape.Taps), weights.Length);
        Shape = shape;
        Lanes = lanes;
        Weights = weights;

        // Where the first tap's load begins, the last tap's ends (with strides of 2 it takes every second of two vectors), and what is stored.
        int first, last, stored;
        int reach = shape.WindowWidth - 1 + (shape.StrideX * lanes) - (shape.Height * shape.Width);
        if (IsFlat)
        {
            int length = FlatCover.Vectors(shape, lanes).Count * lanes;
            (Columns, Cells, _masks) = ([], [], AlignedArray.Of(FlatCover.MasksOf(shape, lanes)));
            (first, last, reach, stored) = (-shape.Width, shape.Width, length - (shape.Height * shape.Width), length);
        }
        else if (IsWalked)
        {
            DirectColumns cover = DirectColumns.Cover(shape, lanes);
            (Columns, Cells, _masks) = (cover.Columns, [], AlignedArray.Of(cover.Masks));
            (first, last) = (Columns[0].Input, ((shape.Height - 1) * shape.Width) + Columns[^1].Input);
            stored = ((shape.OutputHeight - 1) * shape.OutputWidth) + Columns[^1].Output + lanes;
        }
        else
        {
            DirectCells cover = DirectCells.Cover(shape, lanes);
            (Columns, Cells, _masks) = ([], cover.Cells, AlignedArray.Of(cover.Masks));
            (first, last) = (Cells[0].Input, Cells[^1].Input + ((shape.WindowHeight - 1) * shape.Width));
            stored = Cells[^1].Output + lanes;
        }

        Before = Math.Max(0, -first);
        After = Math.Max(0, last + reach);
        Over = Math.Max(0, stored - shape.Positions);
    }

    /// <summary>The layer's shape.</summary>
    internal GroupedShape Shape { get; }

    /// <summary>Floats in a vector.</summary>
    internal int Lanes { get; }

    /// <summary>The weights (output channels, input channels of a group, window height, window width).</summary>
    internal float[] Weights { get; }

    /// <summary>
    /// Whether vectors reach from row to row of planes that would be walked otherwise, which takes a border of one all around: where that
    /// saves a fifth of the vectors, since each takes a little longer.
    /// </summary>
    internal bool IsFlat =>
        IsWalked && Shape is { StrideX: 1, PadTop: 1, PadLeft: 1, PadBottom: 1, PadRight: 1 }
        && 5L * FlatCover.Vectors(Shape, Lanes).Count <= 4L * Shape.Height * ((Shape.Width + Lanes - 1) / Lanes);

    /// <summary>Whether planes are walked down column by column: depthwise ones of 3×3 with the same stride in both directions.</summary>
    internal bool IsWalked => Shape is { GroupInputs: 1, WindowHeight: 3, WindowWidth: 3 } && Shape.StrideX == Shape.StrideY;

    /// <summary>The vectors that cover each row of an output plane, where planes are walked.</summary>
    internal DirectColumn[] Columns { get; }

    /// <summary>The vectors of an output plane in ascending order, where planes are not walked.</summary>
    internal DirectCell[] Cells { get; }

    /// <summary>The masks of all vectors.</summary>
    internal unsafe float* Masks => (float*)_masks.First;

    /// <summary>Elements before a plane that loads reach, at most.</summary>
    internal int Before { get; }

    /// <summary>Elements behind a plane that loads reach, at most.</summary>
    internal int After { get; }

    /// <summary>Elements behind an output plane that stores reach.</summary>
    internal int Over { get; }

    /// <summary>Floats of scratch memory a run needs: a group's planes with what lies around them, and an output plane.</summary>
    public int ScratchLength => checked(Before + Shape.GroupLength + After + Shape.Positions + Over);

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="shape">The layer's shape: strides of 1 or 2 along rows, and less padding than a window is large.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <exception cref="ArgumentException">The codebook or the tensor has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape does not fit.</exception>
    /// <exception cref="OverflowException">The masks or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static DirectTaps Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, in GroupedShape shape, int lanes) =>
        new(DenseRows.Unpack(tensor, codebook), shape, lanes);

    /// <summary>Takes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights (output channels, input channels of a group, window height, window width).</param>
    /// <param name="shape">The layer's shape: strides of 1 or 2 along rows, and less padding than a window is large.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than the shape has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape does not fit.</exception>
    /// <exception cref="OverflowException">The masks or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    public static DirectTaps FromRows(ReadOnlySpan<float> rowMajor, in GroupedShape shape, int lanes) => new(rowMajor.ToArray(), shape, lanes);

    private static void Require(in GroupedShape shape, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.StrideX, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.StrideX, MaxStride, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.StrideY, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(shape.PadTop, shape.PadBottom), shape.WindowHeight, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(shape.PadLeft, shape.PadRight), shape.WindowWidth, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.PadTop + shape.Height + shape.PadBottom, shape.WindowHeight, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.PadLeft + shape.Width + shape.PadRight, shape.WindowWidth, nameof(shape));
    }
}
