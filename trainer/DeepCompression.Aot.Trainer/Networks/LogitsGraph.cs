using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>
/// A classifier up to its logits: without the softmax that it may end in, which changes no answer and which the loss of training
/// contains. Its values and parameters have the numbers that they have in the whole network.
/// </summary>
/// <param name="Graph">The network without the softmax.</param>
/// <param name="HasSoftmax">Whether there was one.</param>
internal sealed record LogitsGraph(Graph Graph, bool HasSoftmax)
{
    public static LogitsGraph Of(Graph graph)
    {
        bool endsInSoftmax = graph.Outputs.Length == 1
            && graph.Outputs[0] == graph.ValueCount - 1
            && graph.Operators is [.., SoftmaxOperator softmax]
            && softmax.Input >= graph.Inputs.Length
            && !graph.Operators.SkipLast(1).Any(op => op.Inputs.Contains(softmax.Input));
        return endsInSoftmax
            ? new(graph with { Operators = new([.. graph.Operators.SkipLast(1)]), Outputs = new([graph.Operators[^1].Inputs[0]]) }, true)
            : new(graph, false);
    }
}
