using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>The rules that a network must keep for an engine to train it.</summary>
internal static class TrainableNetwork
{
    /// <exception cref="ArgumentException">A rule is broken; the message names the network and the place.</exception>
    /// <param name="network">The network.</param>
    /// <param name="mostElements">The most elements that the engine takes in a tensor, without the batch.</param>
    public static void Check(NetworkDefinition network, long mostElements)
    {
        Graph graph = network.Graph;
        Require(network, graph.Inputs.Length == 1, $"it has {graph.Inputs.Length} inputs; training takes one");
        Require(network, graph.Outputs.Length == 1, $"it has {graph.Outputs.Length} outputs; training takes one");
        CheckOutput(network);
        CheckUses(network);
        CheckSizes(network, mostElements);
        foreach ((int value, float rate) in network.Dropout)
        {
            Require(network, (uint)value < (uint)graph.ValueCount, $"dropout follows value {value}, which does not exist");
            Require(network, rate is >= 0 and < 1, $"dropout after value {value} has the rate {rate}, not in [0, 1)");
        }
    }

    private static void CheckOutput(NetworkDefinition network)
    {
        Graph graph = network.Graph;
        int output = graph.Outputs[0];
        Require(network, output >= graph.Inputs.Length, "its output is its input");
        Operator last = graph.Operators[output - graph.Inputs.Length];
        Require(network, last is not SoftmaxOperator, "it ends in a softmax; train the network without it, the loss contains one");
        TensorShape shape = ShapeInference.Infer(graph)[output];
        Require(network, shape.Dimensions.Count(dimension => dimension > 1) <= 1, $"its output is {shape}; training takes a vector with one logit per class");
    }

    private static void CheckUses(NetworkDefinition network)
    {
        Graph graph = network.Graph;
        var read = new HashSet<int>(graph.Outputs);
        var owned = new HashSet<int>();
        foreach (Operator op in graph.Operators)
        {
            read.UnionWith(op.Inputs);
            foreach (int parameter in op.Parameters)
            {
                Require(network, owned.Add(parameter), $"two operators share parameter {parameter}; give each its own");
            }
        }

        Require(network, owned.Count > 0, "it has no parameters");
        for (int value = 0; value < graph.ValueCount; value++)
        {
            Require(network, read.Contains(value), $"nothing reads value {value}; remove what computes it");
        }
    }

    private static void CheckSizes(NetworkDefinition network, long mostElements)
    {
        foreach (TensorShape shape in ShapeInference.Infer(network.Graph).Concat(network.Graph.Parameters))
        {
            Require(network, shape.ElementCount > 0 && shape.ElementCount <= mostElements,
                $"a tensor of {shape} is not trainable here; the engine takes 1 to {mostElements} elements");
        }
    }

    private static void Require(NetworkDefinition network, bool condition, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException($"Network '{network.Name}' cannot be trained: {problem}.", nameof(network));
        }
    }
}
