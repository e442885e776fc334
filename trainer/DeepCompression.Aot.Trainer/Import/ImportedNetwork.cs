using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A network as it was trained elsewhere: the artifact's graph, with dense parameters.</summary>
/// <param name="Graph">The network, the batch left out.</param>
/// <param name="Parameters">The values of each parameter, row-major, by number.</param>
/// <param name="Names">The model's names, as far as they say more than a number.</param>
/// <param name="Notices">What was left out or assumed, for the user to know.</param>
internal sealed record ImportedNetwork(Graph Graph, IReadOnlyList<float[]> Parameters, GraphNames Names, IReadOnlyList<string> Notices)
{
    /// <summary>What the model calls each input of the graph.</summary>
    public IReadOnlyList<string> InputNames { get; init; } = [];
}
