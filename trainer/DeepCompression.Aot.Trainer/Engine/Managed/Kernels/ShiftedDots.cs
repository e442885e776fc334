using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// The gradients of <see cref="Many"/> or <see cref="Few"/> weights of one output channel: for each the sum, over all samples and window positions, of
/// the channel's gradient times the input element that the weight sees there. Both lie in stretches of neighbouring positions and
/// their lanes; a weight sees the stretch at its own offset. A fully connected layer has one stretch of one position in a block.
/// </summary>
internal unsafe ref struct ShiftedDots
{
    /// <summary>The weights of a call; fewer than this hide the latency of the additions with twice as many sums.</summary>
    public const int Many = 8;

    /// <summary>The weights of a call for what is left.</summary>
    public const int Few = 4;

    /// <summary>The channel's gradient in the first block, its stretches one after another, and the floats from block to block.</summary>
    public float* Gradient;
    public nint GradientBlock;

    /// <summary>The input of the first block and the floats from block to block.</summary>
    public float* Input;
    public nint InputBlock;

    /// <summary>For each weight the floats from <see cref="Input"/> to the first that it sees, <see cref="Many"/> or <see cref="Few"/>.</summary>
    public ReadOnlySpan<int> Offsets;

    /// <summary>Stretches down and across, the floats between neighbouring ones in the input, and the length of each.</summary>
    public int Height;
    public int Width;
    public int StepY;
    public int StepX;
    public int Length;

    public int Blocks;

    /// <summary>Computes the sums with the widest vectors of the machine.</summary>
    /// <param name="sums">One for each weight.</param>
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

    /// <summary>Where a stretch starts in the input, counted across and then down.</summary>
    public readonly float* Stretch(float* input, int number)
    {
        // Nearly always there is one stretch across; a division takes as long as ten multiply-adds.
        (int y, int x) = Width == 1 ? (number, 0) : Math.DivRem(number, Width);
        return input + ((nint)y * StepY) + ((nint)x * StepX);
    }
}
