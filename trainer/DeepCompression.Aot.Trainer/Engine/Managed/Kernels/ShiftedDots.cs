using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// The gradients of up to <see cref="Count"/> weights of one output channel: for each the sum, over all samples and window positions, of
/// the channel's gradient times the input element that the weight sees there. Both lie in stretches of neighbouring positions and
/// their lanes; a weight sees the stretch at its own offset. A fully connected layer has one stretch of one position in a block.
/// </summary>
internal unsafe ref struct ShiftedDots
{
    /// <summary>The weights of one call.</summary>
    public const int Count = 8;

    /// <summary>The channel's gradient in the first block, its stretches one after another, and the floats from block to block.</summary>
    public float* Gradient;
    public nint GradientBlock;

    /// <summary>The input of the first block and the floats from block to block.</summary>
    public float* Input;
    public nint InputBlock;

    /// <summary>For each weight the floats from <see cref="Input"/> to the first that it sees, (<see cref="Count"/>).</summary>
    public ReadOnlySpan<int> Offsets;

    /// <summary>Stretches down and across, the floats between neighbouring ones in the input, and the length of each.</summary>
    public int Height;
    public int Width;
    public int StepY;
    public int StepX;
    public int Length;

    public int Blocks;

    /// <summary>Computes the sums with the widest vectors of the machine.</summary>
    /// <param name="sums">(<see cref="Count"/>).</param>
    public readonly void Compute(Span<float> sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ShiftedDots512.Compute(in this, sums);
        }
        else
        {
            ShiftedDotsPortable.Compute(in this, sums);
        }
    }
}
