namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// What a layer with weights does beside going forward and back, in numbered items that write nothing in common: packing, before the
/// first block, and the weight gradient, after the last.
/// </summary>
internal interface IWeightedLayer
{
    /// <summary>The items of <see cref="Pack"/>.</summary>
    int PackItems { get; }

    /// <summary>The items of <see cref="ComputeGradient"/> where only the kept weights' gradients are wanted.</summary>
    int GradientItems { get; }

    /// <summary>The items of <see cref="ComputeGradient"/> where all weights' gradients are wanted.</summary>
    int DenseGradientItems { get; }

    /// <summary>Chooses between the dense and the sparse kernels; to be called when the constraint on the weights has changed.</summary>
    void ChooseKernels();

    /// <summary>Copies a part of the weights into the order in which the kernels read them.</summary>
    void Pack(int item);

    /// <summary>Computes one part of the weight's gradient over the whole batch: into that of the kept weights where it is sparse.</summary>
    void ComputeGradient(in Pass pass, int item);

    /// <summary>Adds up the gradient of the bias, which the backward pass left in parts.</summary>
    void ComputeBiasGradient(int blocks);
}
