namespace DeepCompression.Aot.Format;

/// <summary>Reads the graph: the shapes of the inputs, the operators, the outputs. All other shapes follow from these.</summary>
internal static class GraphReader
{
    /// <summary>The most dimensions an input has.</summary>
    public const int MaxRank = 8;

    /// <summary>Reads the graph and derives the shape of every value.</summary>
    public static (Graph Graph, EquatableArray<TensorShape> ValueShapes) Read(ref BitReader reader)
    {
        EquatableArray<TensorShape> inputs = ReadInputs(ref reader);
        var shapes = new ShapeInference(inputs);
        var operators = new Operator[reader.ReadCount(OperatorKinds.TagBits + 1)];
        for (int i = 0; i < operators.Length; i++)
        {
            try
            {
                operators[i] = ReadOperator(ref reader, shapes);
                shapes.AddValue(operators[i]);
            }
            catch (ArtifactException exception)
            {
                throw exception.At($"Graph: operator {i}");
            }
        }

        var graph = new Graph(inputs, shapes.Parameters, new(operators), ReadOutputs(ref reader, shapes));
        reader.Require(inputs.Length > 0 && graph.Outputs.Length > 0, "a network needs an input and an output");
        RequireOutputs(graph);
        RequireUses(graph);
        return (graph, shapes.Values);
    }

    private static EquatableArray<TensorShape> ReadInputs(ref BitReader reader)
    {
        var shapes = new TensorShape[reader.ReadCount(4)];
        for (int i = 0; i < shapes.Length; i++)
        {
            int rank = reader.ReadNumber();
            reader.Require(rank is >= 1 and <= MaxRank, $"an input has {rank} dimensions, not 1 to {MaxRank}");
            var dimensions = new int[rank];
            for (int axis = 0; axis < rank; axis++)
            {
                dimensions[axis] = reader.ReadNumber();
            }

            shapes[i] = new TensorShape(dimensions);
        }

        return new(shapes);
    }

    /// <summary>The last value alone, which a flag says, or a list.</summary>
    private static EquatableArray<int> ReadOutputs(ref BitReader reader, ShapeInference shapes)
    {
        int last = shapes.ValueCount - 1;
        if (reader.ReadFlag())
        {
            return new([last]);
        }

        var outputs = new int[reader.ReadCount(1)];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = reader.ReadNumber();
        }

        reader.Require(outputs.Length != 1 || outputs[0] != last, "the last value as the only output is not written as such");
        return new(outputs);
    }

    private static Operator ReadOperator(ref BitReader reader, ShapeInference shapes)
    {
        uint kind = OperatorKinds.Read(ref reader);
        switch ((OperatorKind)kind)
        {
            case OperatorKind.Linear: return LinearOperator.Read(ref reader, shapes);
            case OperatorKind.Convolution: return ConvolutionOperator.Read(ref reader, shapes);
            case OperatorKind.MaxPool: return MaxPoolOperator.Read(ref reader, shapes);
            case OperatorKind.AveragePool: return AveragePoolOperator.Read(ref reader, shapes);
            case OperatorKind.Relu: return ReluOperator.Read(ref reader, shapes);
            case OperatorKind.Softmax: return SoftmaxOperator.Read(ref reader, shapes);
            case OperatorKind.Flatten: return FlattenOperator.Read(ref reader, shapes);
            case OperatorKind.Add: return AddOperator.Read(ref reader, shapes);
            case OperatorKind.Concat: return ConcatOperator.Read(ref reader, shapes);
            case OperatorKind.Pad: return PadOperator.Read(ref reader, shapes);
            case OperatorKind.GroupedConvolution: return GroupedConvolutionOperator.Read(ref reader, shapes);
            case OperatorKind.Unary: return UnaryOperator.Read(ref reader, shapes);
            case OperatorKind.Binary: return BinaryOperator.Read(ref reader, shapes);
            case OperatorKind.Constant: return ConstantOperator.Read(ref reader, shapes);
            case OperatorKind.Reshape: return ReshapeOperator.Read(ref reader, shapes);
            case OperatorKind.AxisSoftmax: return AxisSoftmaxOperator.Read(ref reader, shapes);
            case OperatorKind.Copy: return CopyOperator.Read(ref reader, shapes);
            case OperatorKind.Gather: return GatherOperator.Read(ref reader, shapes);
            case OperatorKind.Reduce: return ReduceOperator.Read(ref reader, shapes);
            case OperatorKind.MatMul: return MatMulOperator.Read(ref reader, shapes);
            case OperatorKind.Inset: return InsetOperator.Read(ref reader, shapes);
            case OperatorKind.Interpolate: return InterpolateOperator.Read(ref reader, shapes);
            case OperatorKind.Lstm: return LstmOperator.Read(ref reader, shapes);
            case OperatorKind.Gru: return GruOperator.Read(ref reader, shapes);
            case OperatorKind.Rnn: return RnnOperator.Read(ref reader, shapes);
            case OperatorKind.LinearRows: return LinearRowsOperator.Read(ref reader, shapes);
            case OperatorKind.LocalResponseNormalization: return LocalResponseNormalizationOperator.Read(ref reader, shapes);
            default: throw ArtifactException.Rule($"kind {kind} is not known to format version {Artifact.Version}");
        }
    }

    /// <summary>Outputs are distinct values that operators compute.</summary>
    private static void RequireOutputs(Graph graph)
    {
        var isOutput = new bool[graph.ValueCount];
        foreach (int output in graph.Outputs.AsSpan())
        {
            ShapeInference.Require(
                output >= graph.Inputs.Length && output < isOutput.Length, $"Graph: output {output} is not a value that an operator computes");
            ShapeInference.Require(!isOutput[output], $"Graph: value {output} is an output twice");
            isOutput[output] = true;
        }
    }

    /// <summary>Every value must be read or be an output: nothing in a file is idle.</summary>
    private static void RequireUses(Graph graph)
    {
        var isUsed = new bool[graph.ValueCount];
        foreach (int output in graph.Outputs.AsSpan())
        {
            isUsed[output] = true;
        }

        foreach (Operator op in graph.Operators.AsSpan())
        {
            foreach (int input in op.Inputs.AsSpan())
            {
                isUsed[input] = true;
            }
        }

        int idle = Array.IndexOf(isUsed, false);
        ShapeInference.Require(idle < 0, $"Graph: value {idle} is never used");
    }
}
