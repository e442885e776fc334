using System.Text.Json;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>One operator of a graph, as reports show it.</summary>
/// <param name="Kind">What it does, such as <c>convolution</c>.</param>
/// <param name="Inputs">The values it reads; the graph's inputs have the first numbers.</param>
/// <param name="Output">The value it computes.</param>
/// <param name="Shape">The shape of that value, without the batch.</param>
/// <param name="Parameters">The shapes of its weight and bias, where it has them.</param>
/// <param name="Window">How its window slides, where it has one.</param>
internal sealed record OperatorReport(
    string Kind,
    IReadOnlyList<int> Inputs,
    int Output,
    IReadOnlyList<int> Shape,
    IReadOnlyList<IReadOnlyList<int>> Parameters,
    SlidingWindow? Window)
{
    /// <summary>The operators of an artifact in the order in which they run.</summary>
    public static IReadOnlyList<OperatorReport> Of(Artifact artifact)
    {
        Graph graph = artifact.Graph;
        return [.. graph.Operators.Select((op, i) => new OperatorReport(
            JsonNamingPolicy.CamelCase.ConvertName(op.Kind.ToString()),
            [.. op.Inputs],
            graph.ValueOf(i),
            [.. artifact.ValueShapes[graph.ValueOf(i)].Dimensions],
            [.. op.Parameters.Select(parameter => (IReadOnlyList<int>)[.. graph.Parameters[parameter].Dimensions])],
            WindowOf(op)))];
    }

    private static SlidingWindow? WindowOf(Operator op) => op switch
    {
        ConvolutionOperator convolution => convolution.Window,
        GroupedConvolutionOperator convolution => convolution.Window,
        PoolOperator pool => pool.Window,
        _ => null,
    };
}
