using DeepCompression.Aot.Trainer.Engine.Managed.Layers;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>The layers of a network in the order in which they run, and where its input and output lie.</summary>
/// <param name="Input">The network's input.</param>
/// <param name="Logits">The network's output.</param>
/// <param name="Activations">All activations, each once.</param>
/// <param name="Layers">The layers, forward.</param>
/// <param name="WeightLayers">Those with weights, also inside others.</param>
/// <param name="Dropout">The dropout layers by the value they follow.</param>
internal sealed record LayerPlan(
    Activation Input,
    Activation Logits,
    IReadOnlyList<Activation> Activations,
    IReadOnlyList<Layer> Layers,
    IReadOnlyList<IWeightedLayer> WeightLayers,
    IReadOnlyDictionary<int, DropoutLayer> Dropout);
