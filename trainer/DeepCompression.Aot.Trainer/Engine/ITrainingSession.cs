using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>
/// A network in training: its parameters, the constraints that compression puts on them, and the optimiser's state.
/// Parameters are numbered as in the network's graph and laid out row-major, output channels first.
/// </summary>
internal interface ITrainingSession : IDisposable
{
    NetworkDefinition Network { get; }

    /// <summary>The current values of a parameter; valid until the next call that changes them.</summary>
    ReadOnlySpan<float> GetParameter(int parameter);

    /// <summary>Replaces the values of a parameter; a mask or codebook on it is lifted, and the optimiser's state of it starts afresh.</summary>
    void SetParameter(int parameter, ReadOnlySpan<float> values);

    /// <summary>
    /// Adam's running mean of squared gradients of a parameter, or of its centroids if it has a codebook; empty under another optimiser.
    /// </summary>
    ReadOnlySpan<float> GetSecondMoment(int parameter);

    /// <summary>
    /// Pruning (paper, section 2): weights that are not kept become zero and stay so. The optimiser's state of the others remains, so
    /// that a mask can be tightened during training; a codebook is lifted.
    /// </summary>
    void SetMask(int parameter, ReadOnlySpan<bool> keep);

    /// <summary>
    /// Holds some weights where they are, while the others train on; replaces what was frozen before. Masking, sharing and setting a
    /// parameter lift it.
    /// </summary>
    void SetFrozen(int parameter, ReadOnlySpan<bool> frozen);

    /// <summary>Sets what steps of a parameter are multiplied by; 1 before the first call.</summary>
    void SetStepScale(int parameter, float scale);

    /// <summary>
    /// Weight sharing (paper, section 3): every weight takes the value of its centroid, and from now on a step moves centroids by
    /// the summed gradients of their members (equation 3), with fresh optimiser state. A mask is replaced.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="assignment">The centroid of each weight, −1 for a pruned one.</param>
    /// <param name="centroids">The initial centroids.</param>
    void SetCodebook(int parameter, ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids);

    /// <summary>The centroids of a parameter that has a codebook; valid until the next step.</summary>
    ReadOnlySpan<float> GetCodebook(int parameter);

    /// <summary>Sets the rate of dropout, in [0, 1), after a value that has dropout in the network.</summary>
    void SetDropout(int value, float rate);

    /// <summary>A copy of the parameters, masks and codebooks.</summary>
    SessionSnapshot Capture();

    /// <summary>Returns to a copy; the optimiser's state starts afresh.</summary>
    void Restore(SessionSnapshot snapshot);

    /// <summary>Starts a fresh optimiser with empty state.</summary>
    void SetOptimiser(OptimiserSettings settings);

    /// <summary>Sets what training minimises; the plain cross-entropy before the first call.</summary>
    void SetLoss(LossSettings settings);

    /// <summary>One step on a batch.</summary>
    /// <param name="batch">What to learn from.</param>
    /// <param name="learningRate">The step size.</param>
    /// <returns>The mean loss before the step.</returns>
    double Step(TrainingBatch batch, float learningRate);

    /// <summary>
    /// The gradients of the mean loss on a batch, also of weights that are masked, so that pruning can see what it took away.
    /// Nothing changes; dropout drops.
    /// </summary>
    void ComputeGradients(TrainingBatch batch);

    /// <summary>The gradient of a parameter that the last <see cref="ComputeGradients"/> left; valid until the next call.</summary>
    ReadOnlySpan<float> GetGradient(int parameter);

    /// <summary>The network's output for each sample, without dropout.</summary>
    void Infer(ReadOnlySpan<float> inputs, Span<float> logits);
}
