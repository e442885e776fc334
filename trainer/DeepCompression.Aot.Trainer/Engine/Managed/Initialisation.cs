using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// Initial weights, uniform and without bias: He et al. (2015) where a rectifier follows, Glorot and Bengio (2010) elsewhere.
/// Biases start at zero. Only exact arithmetic and square roots, so that a seed gives the same weights on every machine.
/// </summary>
internal static class Initialisation
{
    public static void Fill(Graph graph, IReadOnlyList<TrainedParameter> parameters, int seed)
    {
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
                Fill(parameters[number], rectified[graph.ValueOf(i)], SplitMix64.For((ulong)seed, (ulong)number));
            }
        }
    }

    private static void Fill(TrainedParameter weight, bool rectified, SplitMix64 random)
    {
        double inputs = weight.Shape.RowLength;
        double outputs = weight.Shape.Rows * (inputs / weight.Shape[1]);
        float limit = (float)Math.Sqrt(6 / (rectified ? inputs : inputs + outputs));
        foreach (ref float value in weight.Values.Span)
        {
            value = random.Between(-limit, limit);
        }
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
