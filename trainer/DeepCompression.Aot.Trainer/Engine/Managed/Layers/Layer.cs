namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>What the layers need to know of the batch at hand.</summary>
/// <param name="Blocks">Blocks of samples in the batch.</param>
/// <param name="Training">Whether dropout drops.</param>
/// <param name="Number">The number of the step, from which dropout draws.</param>
/// <param name="DenseGradients">Whether the gradients of weights that are not kept are wanted too.</param>
internal readonly record struct Pass(int Blocks, bool Training, ulong Number, bool DenseGradients = false);

/// <summary>
/// One operator in training. Blocks are independent, so that they can be computed at the same time; <see cref="Backward"/> of a block
/// follows its <see cref="Forward"/>.
/// </summary>
internal abstract class Layer
{
    /// <summary>Makes room for batches of so many blocks.</summary>
    public virtual void Reserve(int blocks)
    {
    }

    /// <summary>Called before the first block of a pass.</summary>
    public virtual void Begin(in Pass pass)
    {
    }

    /// <summary>Computes the output's values of one block.</summary>
    public abstract void Forward(in Pass pass, int block);

    /// <summary>Computes the inputs' gradients of one block from the output's.</summary>
    public abstract void Backward(in Pass pass, int block);
}

/// <summary>A layer's input: what it reads, and how it passes the gradient on.</summary>
/// <param name="Activation">The value.</param>
/// <param name="Accumulate">Whether a layer behind has already written a gradient, to which this one is added.</param>
internal readonly record struct LayerInput(Activation Activation, bool Accumulate)
{
    public bool NeedsGradient => Activation.NeedsGradient;
}
