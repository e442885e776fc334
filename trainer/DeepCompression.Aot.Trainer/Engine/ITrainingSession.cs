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

    /// <summary>One step on a batch.</summary>
    /// <param name="inputs">The samples, one after another, normalised.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="learningRate">The step size.</param>
    /// <returns>The mean softmax cross-entropy before the step.</returns>
    double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<byte> labels, float learningRate);

    /// <summary>The network's output for each sample, without dropout.</summary>
    void Infer(ReadOnlySpan<float> inputs, Span<float> logits);
}
