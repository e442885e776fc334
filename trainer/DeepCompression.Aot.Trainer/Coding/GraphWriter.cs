using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the Graph section, which <see cref="GraphSection"/> reads.</summary>
internal static class GraphWriter
{
    /// <exception cref="ArtifactException">Parameters are not numbered as a reader will number them.</exception>
    public static byte[] Write(Graph graph)
    {
        RequireNumbering(graph);
        var writer = new ByteWriter();
        writer.WriteVarint(graph.Inputs.Length);
        foreach (TensorShape input in graph.Inputs)
        {
            writer.WriteVarint(input.Rank);
            foreach (int dimension in input.Dimensions)
            {
                writer.WriteVarint(dimension);
            }
        }

        writer.WriteVarint(graph.Operators.Length);
        foreach (Operator op in graph.Operators)
        {
            WriteOperator(writer, graph, op);
        }

        writer.WriteVarint(graph.Outputs.Length);
        foreach (int output in graph.Outputs)
        {
            writer.WriteVarint(output);
        }

        return writer.ToArray();
    }

    private static void RequireNumbering(Graph graph)
    {
        IEnumerable<int> numbers = graph.Operators.SelectMany(op => op.Parameters);
        ShapeInference.Require(
            numbers.SequenceEqual(Enumerable.Range(0, graph.Parameters.Length)),
            "parameters must be numbered in the order of their operators, weight before bias");
    }

    private static void WriteOperator(ByteWriter writer, Graph graph, Operator op)
    {
        writer.WriteByte((byte)op.Kind);
        foreach (int input in op.Inputs)
        {
            writer.WriteVarint(input);
        }

        switch (op)
        {
            case LinearOperator linear:
                writer.WriteVarint(graph.Parameters[linear.Weight].Rows);
                writer.WriteFlag(linear.Bias is not null);
                break;
            case ConvolutionOperator convolution:
                writer.WriteVarint(graph.Parameters[convolution.Weight].Rows);
                WriteWindow(writer, convolution.Window);
                writer.WriteFlag(convolution.Bias is not null);
                break;
            case PoolOperator pool:
                WriteWindow(writer, pool.Window);
                break;
        }
    }

    private static void WriteWindow(ByteWriter writer, SlidingWindow window)
    {
        writer.WriteVarint(window.Height);
        writer.WriteVarint(window.Width);
        writer.WriteVarint(window.StrideY);
        writer.WriteVarint(window.StrideX);
        writer.WriteVarint(window.PadTop);
        writer.WriteVarint(window.PadLeft);
        writer.WriteVarint(window.PadBottom);
        writer.WriteVarint(window.PadRight);
    }
}
