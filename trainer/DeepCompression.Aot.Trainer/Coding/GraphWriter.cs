using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the graph, which <see cref="GraphReader"/> reads.</summary>
internal static class GraphWriter
{
    /// <exception cref="ArtifactException">Parameters are not numbered as a reader will number them.</exception>
    public static void Write(BitWriter writer, Graph graph)
    {
        RequireNumbering(graph);
        writer.WriteNumber(graph.Inputs.Length);
        foreach (TensorShape input in graph.Inputs)
        {
            WriteShape(writer, input, known: 0);
        }

        writer.WriteNumber(graph.Operators.Length);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            WriteOperator(writer, graph, graph.Operators[i], graph.ValueOf(i) - 1);
        }

        WriteOutputs(writer, graph);
    }

    private static void RequireNumbering(Graph graph)
    {
        IEnumerable<int> numbers = graph.Operators.SelectMany(op => op.Parameters);
        ShapeInference.Require(
            numbers.SequenceEqual(Enumerable.Range(0, graph.Parameters.Length)),
            "parameters must be numbered in the order of their operators, weight before bias");
    }

    private static void WriteOperator(BitWriter writer, Graph graph, Operator op, int valueBefore)
    {
        WriteKind(writer, (uint)op.Kind);
        if (op is ConcatOperator)
        {
            writer.WriteNumber(op.Inputs.Length);
        }
        else if (op is RecurrentOperator recurrent)
        {
            writer.WriteFlag(recurrent.States.Length > 0);
        }

        foreach (int input in op.Inputs)
        {
            writer.WriteFlag(input == valueBefore);
            if (input != valueBefore)
            {
                writer.WriteNumber(input);
            }
        }

        switch (op)
        {
            case LinearOperator linear:
                writer.WriteNumber(graph.Parameters[linear.Weight].Rows);
                writer.WriteFlag(linear.Bias is not null);
                break;
            case ConvolutionOperator convolution:
                writer.WriteNumber(graph.Parameters[convolution.Weight].Rows);
                WriteWindow(writer, convolution.Window);
                writer.WriteFlag(convolution.Bias is not null);
                break;
            case GroupedConvolutionOperator convolution:
                writer.WriteNumber(graph.Parameters[convolution.Weight].Rows);
                writer.WriteNumber(convolution.Groups);
                WriteWindow(writer, convolution.Window);
                writer.WriteFlag(convolution.Bias is not null);
                break;
            case PoolOperator pool:
                WriteWindow(writer, pool.Window);
                break;
            case PadOperator pad:
                writer.WriteNumber(pad.Top);
                writer.WriteNumber(pad.Left);
                writer.WriteNumber(pad.Bottom);
                writer.WriteNumber(pad.Right);
                break;
            case ConcatOperator concat:
                writer.WriteNumber(concat.Axis);
                break;
            case UnaryOperator unary:
                writer.WriteNumber((int)unary.Function);
                foreach (float setting in unary.Settings)
                {
                    writer.WriteSingle(setting);
                }

                break;
            case BinaryOperator binary:
                writer.WriteNumber((int)binary.Function);
                break;
            case ConstantOperator constant:
                WriteShape(writer, graph.Parameters[constant.Tensor], known: 0);
                break;
            case ReshapeOperator reshape:
                WriteShape(writer, reshape.Shape, known: 1);
                break;
            case AxisSoftmaxOperator softmax:
                writer.WriteNumber(softmax.Axis);
                writer.WriteNumber((int)softmax.Form);
                break;
            case CopyOperator copy:
                StructureWriter.Write(writer, copy);
                break;
            case GatherOperator gather:
                StructureWriter.Write(writer, gather);
                break;
            case ReduceOperator reduce:
                StructureWriter.Write(writer, reduce);
                break;
            case InsetOperator inset:
                StructureWriter.Write(writer, inset);
                break;
            case InterpolateOperator interpolate:
                StructureWriter.Write(writer, interpolate);
                break;
            case LstmOperator lstm:
                RecurrentWriter.WriteForm(writer, lstm);
                writer.WriteFlag(lstm.KeepsCell);
                writer.WriteFlag(lstm.Peepholes is not null);
                break;
            case GruOperator gru:
                RecurrentWriter.WriteForm(writer, gru);
                writer.WriteFlag(gru.ResetsAfter);
                if (gru.ResetsAfter)
                {
                    writer.WriteFlag(gru.Bias is not null);
                }

                break;
            case RnnOperator rnn:
                RecurrentWriter.WriteForm(writer, rnn);
                break;
            case LinearRowsOperator linear:
                writer.WriteNumber(graph.Parameters[linear.Weight].Rows);
                writer.WriteFlag(linear.Bias is not null);
                break;
            case LocalResponseNormalizationOperator lrn:
                writer.WriteNumber(lrn.Size);
                writer.WriteSingle(lrn.Scale);
                writer.WriteSingle(lrn.Exponent);
                writer.WriteSingle(lrn.Offset);
                break;
        }
    }

    private static void WriteKind(BitWriter writer, uint kind)
    {
        bool isExtended = kind >= OperatorKinds.FirstExtended;
        writer.Write(isExtended ? OperatorKinds.Escape : kind, OperatorKinds.TagBits);
        if (isExtended)
        {
            writer.Write(kind - OperatorKinds.FirstExtended, OperatorKinds.ExtendedBits);
        }
    }

    /// <summary>The rank and all dimensions but the last ones that a reader knows.</summary>
    private static void WriteShape(BitWriter writer, TensorShape shape, int known)
    {
        writer.WriteNumber(shape.Rank);
        foreach (int dimension in shape.Dimensions.Take(shape.Rank - known))
        {
            writer.WriteNumber(dimension);
        }
    }

    private static void WriteWindow(BitWriter writer, SlidingWindow window)
    {
        writer.WriteNumber(window.Height);
        writer.WriteSigned(window.Width - window.Height);
        writer.WriteNumber(window.StrideY);
        writer.WriteSigned(window.StrideX - window.StrideY);
        writer.WriteFlag(window.HasPadding);
        if (window.HasPadding)
        {
            writer.WriteNumber(window.PadTop);
            writer.WriteNumber(window.PadLeft);
            writer.WriteNumber(window.PadBottom);
            writer.WriteNumber(window.PadRight);
        }
    }

    private static void WriteOutputs(BitWriter writer, Graph graph)
    {
        bool isLastValue = graph.Outputs.Length == 1 && graph.Outputs[0] == graph.ValueCount - 1;
        writer.WriteFlag(isLastValue);
        if (isLastValue)
        {
            return;
        }

        writer.WriteNumber(graph.Outputs.Length);
        foreach (int output in graph.Outputs)
        {
            writer.WriteNumber(output);
        }
    }
}
