using DeepCompression.Aot.Trainer.Engine;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch.Optimisers;

/// <summary>
/// What an optimiser remembers of one tensor, and its steps. They are the managed engine's: libtorch's own optimisers scale momentum by the
/// step size of now instead of then, and know nothing of masks.
/// </summary>
internal abstract class TorchOptimiser : IDisposable
{
    /// <summary>Adam's running mean of squared gradients; null under another optimiser.</summary>
    public virtual Tensor? SecondMoment => null;

    /// <summary>Empty state for a tensor.</summary>
    public static TorchOptimiser Create(OptimiserSettings settings, Tensor values) => settings.Kind switch
    {
        OptimiserKind.Sgd => new TorchSgd(settings, values),
        OptimiserKind.Adam => new TorchAdam(settings, values),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "The torch engine knows no such optimiser."),
    };

    /// <summary>Moves the tensor; gradients are not recorded.</summary>
    public abstract void Step(Tensor values, Tensor gradient, float learningRate);

    /// <summary>Forgets what is remembered of all numbers but these.</summary>
    public abstract void Forget(Tensor others);

    public abstract void Dispose();

    /// <summary>Zeros like a tensor, which outlive the batch.</summary>
    protected static Tensor Zeros(Tensor values) => zeros_like(values, requires_grad: false).DetachFromDisposeScope();

    /// <summary>Zero in place of all numbers but these.</summary>
    protected static void Clear(Tensor remembered, Tensor others)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        remembered.masked_fill_(others.logical_not(), 0);
    }
}
