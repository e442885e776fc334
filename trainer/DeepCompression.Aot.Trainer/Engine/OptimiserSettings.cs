namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>The optimisers an engine knows.</summary>
internal enum OptimiserKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba, 2015).</summary>
    Adam,
}

/// <summary>An optimiser and its constants; the step size comes with each step.</summary>
/// <param name="Kind">The method.</param>
/// <param name="WeightDecay">The L2 penalty on weights of more than one dimension: its gradient is this times the weight.</param>
/// <param name="Momentum">The fraction of the last step that SGD repeats.</param>
/// <param name="Beta1">Adam's decay of the mean gradient.</param>
/// <param name="Beta2">Adam's decay of the mean squared gradient.</param>
internal sealed record OptimiserSettings(
    OptimiserKind Kind, float WeightDecay = 0, float Momentum = 0.9f, float Beta1 = 0.9f, float Beta2 = 0.999f);
