using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>A network to train: its graph, and what only training knows.</summary>
/// <param name="Name">The name by which the command line knows it, such as <c>lenet-300-100</c>.</param>
/// <param name="Graph">The network as it will be stored; it ends in logits.</param>
/// <param name="ParameterNames">A name for each parameter, such as <c>fc1.weight</c>, by number.</param>
/// <param name="Dropout">The rate of dropout after a value, by value number; never part of the artifact.</param>
internal sealed record NetworkDefinition(
    string Name,
    Graph Graph,
    IReadOnlyList<string> ParameterNames,
    IReadOnlyDictionary<int, float> Dropout)
{
    /// <summary>What the network brings along if it was trained elsewhere; else null.</summary>
    public TrainedNetwork? Trained { get; init; }

    /// <summary>The values of each parameter with which training begins, by number; null for fresh ones.</summary>
    public IReadOnlyList<float[]>? Start { get; init; }

    /// <summary>A network that was trained elsewhere, up to its logits; its parameters need no names.</summary>
    /// <param name="name">The name to call it by.</param>
    /// <param name="logits">The network without a softmax at its end.</param>
    /// <param name="parameters">The values of each parameter, by number.</param>
    public static NetworkDefinition Imported(string name, Graph logits, IReadOnlyList<float[]> parameters) =>
        new(name, logits, [.. parameters.Select((_, number) => $"parameter{number}")], new Dictionary<int, float>());

    /// <summary>The parameters that compression prunes and shares: weights of more than one dimension, but those that stay exact.</summary>
    public IEnumerable<int> Weights => Enumerable.Range(0, Graph.Parameters.Length)
        .Where(number => Graph.Parameters[number].Rank > 1 && Trained?.Exact.Contains(number) != true);

    /// <summary>The bytes of all parameters as dense single precision: what ratios are measured against.</summary>
    public long DenseBytes => Graph.Parameters.Sum(shape => shape.ElementCount) * sizeof(float);

    /// <summary>The weights of all layers together, without biases.</summary>
    public int WeightCount => checked((int)Weights.Sum(number => Graph.Parameters[number].ElementCount));
}
