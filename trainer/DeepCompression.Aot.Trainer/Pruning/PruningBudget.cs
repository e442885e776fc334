namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>A number of weights that some parameters share between them.</summary>
/// <param name="Weights">The weight parameters, by number.</param>
/// <param name="Count">The weights that they keep together.</param>
internal sealed record PruningBudget(IReadOnlyList<int> Weights, int Count);
