using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>
/// Initial weights, uniform and without bias: He et al. (2015) where a rectifier follows, Glorot and Bengio (2010) elsewhere.
/// Biases start at zero. Only exact arithmetic and square roots, so that a seed gives the same weights on every machine.
/// </summary>
internal sealed class Initialisation
{
    private readonly int _seed;

    // The largest magnitude of each weight, by number.
    private readonly Dictionary<int, float> _limits = [];

    /// <param name="graph">The network.</param>
    /// <param name="seed">What the weights follow from.</param>
    public Initialisation(Graph graph, int seed)
    {
        _seed = seed;
        bool[] rectified = FindRectified(graph);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            int? weight = graph.Operators[i] switch
            {
                LinearOperator linear => linear.Weight,
                ConvolutionOperator convolution => convolution.Weight,
                GroupedConvolutionOperator convolution => convolution.Weight,
                RecurrentOperator recurrent => recurrent.Weight,
                LinearRowsOperator linear => linear.Weight,
                _ => null,
            };
            if (weight is int number)
            {
                _limits[number] = Limit(graph.Parameters[number], rectified[graph.ValueOf(i)]);
            }
        }
    }

    /// <summary>Writes the initial values of a parameter.</summary>
    public void Fill(int parameter, Span<float> values)
    {
        values.Clear();
        if (!_limits.TryGetValue(parameter, out float limit))
        {
            return;
        }

        SplitMix64 random = SplitMix64.For((ulong)_seed, (ulong)parameter);
        foreach (ref float value in values)
        {
            value = random.Between(-limit, limit);
        }
    }

    private static float Limit(TensorShape weight, bool rectified)
    {
        double inputs = weight.RowLength;
        double outputs = weight.Rows * (inputs / weight[1]);
        return (float)Math.Sqrt(6 / (rectified ? inputs : inputs + outputs));
    }

    /// <summary>For each value, whether it meets a rectifier before the next weights.</summary>
    private static bool[] FindRectified(Graph graph)
    {
        var rectified = new bool[graph.ValueCount];
        for (int i = graph.Operators.Length - 1; i >= 0; i--)
        {
            Operator op = graph.Operators[i];
            bool meets = op is ReluOperator || (op.Parameters.Length == 0 && rectified[graph.ValueOf(i)]);
            foreach (int value in op.Inputs)
            {
                rectified[value] |= meets;
            }
        }

        return rectified;
    }
}
