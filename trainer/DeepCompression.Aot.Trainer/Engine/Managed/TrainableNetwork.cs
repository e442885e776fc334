using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>The rules that a network must keep for the managed engine to train it.</summary>
internal static class TrainableNetwork
{
    /// <exception cref="ArgumentException">A rule is broken; the message names the network and the place.</exception>
    public static void Check(NetworkDefinition network)
    {
        Graph graph = network.Graph;
        Require(network, graph.Inputs.Length == 1, $"it has {graph.Inputs.Length} inputs; the managed engine takes one");
        Require(network, graph.Outputs.Length == 1, $"it has {graph.Outputs.Length} outputs; the managed engine takes one");
        CheckOutput(network);
        CheckUses(network);
        CheckSizes(network);
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

    /// <summary>Offsets within a block and within packed weights are 32 bits.</summary>
    private static void CheckSizes(NetworkDefinition network)
    {
        const long MostElements = int.MaxValue / 2 / Lanes.Count;
        foreach (TensorShape shape in ShapeInference.Infer(network.Graph).Concat(network.Graph.Parameters))
        {
            Require(network, shape.ElementCount is > 0 and <= MostElements,
                $"a tensor of {shape} is not trainable here; the managed engine takes 1 to {MostElements} elements");
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
