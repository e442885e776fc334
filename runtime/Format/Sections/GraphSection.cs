namespace DeepCompression.Aot.Format;

/// <summary>Reads the Graph section: input shapes, parameter shapes, operators, outputs.</summary>
internal static class GraphSection
{
    private const int MaxRank = 8;

    public static Graph Read(ByteReader reader)
    {
        EquatableArray<TensorShape> inputs = ReadShapes(ref reader);
        EquatableArray<TensorShape> parameters = ReadShapes(ref reader);
        var operators = new Operator[reader.ReadCount(2)];
        for (int i = 0; i < operators.Length; i++)
        {
            operators[i] = ReadOperator(ref reader, parameters);
        }

        var outputs = new int[reader.ReadCount(1)];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = reader.ReadVarint();
        }

        var graph = new Graph(inputs, parameters, new(operators), new(outputs));
        reader.Require(inputs.Length > 0 && outputs.Length > 0, "a network needs an input and an output");
        reader.RequireEnd();
        RequireUses(graph);
        return graph;
    }

    private static EquatableArray<TensorShape> ReadShapes(ref ByteReader reader)
    {
        var shapes = new TensorShape[reader.ReadCount(2)];
        for (int i = 0; i < shapes.Length; i++)
        {
            int rank = reader.ReadVarint();
            reader.Require(rank is >= 1 and <= MaxRank, $"a shape has {rank} dimensions, not 1 to {MaxRank}");
            var dimensions = new int[rank];
            long elements = 1;
            for (int axis = 0; axis < rank; axis++)
            {
                dimensions[axis] = reader.ReadVarint();
                elements *= dimensions[axis];
                reader.Require(elements is >= 1 and <= int.MaxValue, "a shape has no elements or too many");
            }

            shapes[i] = new TensorShape(dimensions);
        }

        return new(shapes);
    }

    private static Operator ReadOperator(ref ByteReader reader, EquatableArray<TensorShape> parameters)
    {
        byte kind = reader.ReadByte();
        switch ((OperatorKind)kind)
        {
            case OperatorKind.Linear: return LinearOperator.Read(ref reader);
            case OperatorKind.Convolution: return ConvolutionOperator.Read(ref reader, parameters);
            case OperatorKind.MaxPool: return MaxPoolOperator.Read(ref reader);
            case OperatorKind.AveragePool: return AveragePoolOperator.Read(ref reader);
            case OperatorKind.Relu: return ReluOperator.Read(ref reader);
            case OperatorKind.Softmax: return SoftmaxOperator.Read(ref reader);
            case OperatorKind.Flatten: return FlattenOperator.Read(ref reader);
            case OperatorKind.Add: return AddOperator.Read(ref reader);
            default: throw ArtifactException.Rule($"Graph: operator kind {kind} is not known to format version {Artifact.Version}");
        }
    }

    /// <summary>Every value must be read or be an output, every parameter have exactly one owner: nothing in a file is idle.</summary>
    private static void RequireUses(Graph graph)
    {
        var valueUses = new int[graph.ValueCount];
        var parameterUses = new int[graph.Parameters.Length];
        foreach (Operator op in graph.Operators)
        {
            Count(op.Inputs, valueUses, "value");
            Count(op.Parameters, parameterUses, "parameter");
        }

        Count(graph.Outputs, valueUses, "value");
        int idle = Array.IndexOf(valueUses, 0);
        ShapeInference.Require(idle < 0, $"Graph: value {idle} is never used");
        int odd = Array.FindIndex(parameterUses, uses => uses != 1);
        ShapeInference.Require(odd < 0, $"Graph: parameter {odd} does not belong to exactly one operator");
    }

    private static void Count(EquatableArray<int> numbers, int[] uses, string what)
    {
        foreach (int number in numbers)
        {
            ShapeInference.Require((uint)number < (uint)uses.Length, $"Graph: {what} {number} does not exist");
            uses[number]++;
        }
    }
}
