using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// A pruned layer has less to overfit with, so it takes less dropout: the rate falls with the square root of the connections that
/// remain (Han et al. 2015, section 3.2).
/// </summary>
internal static class DropoutScaling
{
    /// <summary>The rates of dropout, by value number, that suit the network with pruned weights.</summary>
    /// <param name="network">The network with the rates of dense training.</param>
    /// <param name="density">The density that a weight parameter will have, by parameter number.</param>
    public static IReadOnlyDictionary<int, float> Rates(NetworkDefinition network, Func<int, double> density) =>
        network.Dropout.ToDictionary(
            dropout => dropout.Key,
            dropout => FindWeight(network.Graph, dropout.Key) is int weight
                ? dropout.Value * (float)Math.Sqrt(density(weight))
                : dropout.Value);

    /// <summary>The weights of the layer behind a value, through operators that have none; null where only an input is behind it.</summary>
    private static int? FindWeight(Graph graph, int value)
    {
        while (value >= graph.Inputs.Length)
        {
            Operator op = graph.Operators[value - graph.Inputs.Length];
            if (op.Parameters.Length > 0)
            {
                return op.Parameters[0];
            }

            value = op.Inputs[0];
        }

        return null;
    }
}
