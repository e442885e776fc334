using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// One register tile of a convolution's weight gradient: for each pair of an output channel (row) and a place in the window (column)
/// the sum, over all samples and window positions, of the channel's gradient times the input element under that place. Both lie
/// lane by lane in memory, so the sums run along vectors, which are added up at the end.
/// </summary>
internal unsafe ref struct CorrelationTile
{
    public const int Rows = 5;
    public const int Columns = 4;

    /// <summary>The gradient, and the offset of each row's first position in a block. Positions follow each other, (positions, lanes).</summary>
    public float* Gradient;
    public nint GradientBlock;
    public ReadOnlySpan<int> RowOffsets;

    /// <summary>The input, and the offset of each column's element in a block at the first window position.</summary>
    public float* Input;
    public nint InputBlock;
    public ReadOnlySpan<int> ColumnOffsets;

    /// <summary>Floats between the input elements of neighbouring window positions.</summary>
    public int StepY;
    public int StepX;

    /// <summary>Window positions down and across.</summary>
    public int Height;
    public int Width;

    public int Blocks;

    /// <summary>Computes the tile with the widest vectors of the machine.</summary>
    /// <param name="sums">(<see cref="Rows"/>, <see cref="Columns"/>).</param>
    public readonly void Compute(Span<float> sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            CorrelationKernel512.Compute(in this, sums);
        }
        else
        {
            CorrelationKernelPortable.Compute(in this, sums);
        }
    }
}
