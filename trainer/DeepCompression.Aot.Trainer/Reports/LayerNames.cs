using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>Names the layers of a graph that have weights.</summary>
internal static class LayerNames
{
    private const string WeightSuffix = ".weight";

    /// <summary>
    /// The operators with weights, in order, each with a name: that of its weight parameter up to <c>.weight</c>, or where the
    /// artifact names none, its kind and a number of its own: conv1, conv2, fc1, recurrent1.
    /// </summary>
    public static IEnumerable<(Operator Operator, string Name)> Of(Graph graph, GraphNames names)
    {
        int convolutions = 0;
        int linears = 0;
        int recurrent = 0;
        foreach (Operator op in graph.Operators)
        {
            if (op is ConstantOperator || op.Parameters.Length == 0)
            {
                continue;
            }

            string numbered = op switch
            {
                ConvolutionOperator or GroupedConvolutionOperator => $"conv{++convolutions}",
                RecurrentOperator => $"recurrent{++recurrent}",
                _ => $"fc{++linears}",
            };
            string? given = names.OfParameter(op.Parameters[0]);
            yield return (op, given is null ? numbered : WithoutSuffix(given));
        }
    }

    private static string WithoutSuffix(string name) =>
        name.EndsWith(WeightSuffix, StringComparison.Ordinal) ? name[..^WeightSuffix.Length] : name;
}
