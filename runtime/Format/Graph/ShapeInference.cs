namespace DeepCompression.Aot.Format;

/// <summary>Derives the shape of every value of a graph, and in doing so checks that the operators fit together.</summary>
internal sealed class ShapeInference
{
    private readonly Graph _graph;
    private readonly TensorShape[] _values;
    private int _known;

    private ShapeInference(Graph graph)
    {
        _graph = graph;
        _values = new TensorShape[graph.ValueCount];
        graph.Inputs.AsSpan().CopyTo(_values);
        _known = graph.Inputs.Length;
    }

    /// <summary>The shape of every value, by number.</summary>
    /// <exception cref="ArtifactException">An operator reads a value or parameter that does not exist, or of a shape it cannot take.</exception>
    public static EquatableArray<TensorShape> Infer(Graph graph)
    {
        var inference = new ShapeInference(graph);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            Operator op = graph.Operators[i];
            try
            {
                inference._values[inference._known] = op.InferShape(inference);
                inference._known++;
            }
            catch (Exception exception) when (exception is ArtifactException or OverflowException)
            {
                throw new ArtifactException(ArtifactFault.RuleBroken, $"operator {i} ({op.Kind}): {exception.Message}", exception);
            }
        }

        return new EquatableArray<TensorShape>(inference._values);
    }

    /// <summary>The shape of a value computed before the operator at hand.</summary>
    public TensorShape Value(int number)
    {
        Require((uint)number < (uint)_known, $"reads value {number}, which is not computed before it");
        return _values[number];
    }

    /// <summary>The shape of a value of known rank.</summary>
    public TensorShape Value(int number, int rank)
    {
        TensorShape shape = Value(number);
        Require(shape.Rank == rank, $"takes a tensor of rank {rank}, but value {number} is {shape}");
        return shape;
    }

    /// <summary>The shape of a parameter of known rank.</summary>
    public TensorShape Parameter(int number, int rank)
    {
        Require((uint)number < (uint)_graph.Parameters.Length, $"names parameter {number}, which does not exist");
        TensorShape shape = _graph.Parameters[number];
        Require(shape.Rank == rank, $"takes a parameter of rank {rank}, but parameter {number} is {shape}");
        return shape;
    }

    /// <summary>Checks that an optional bias has one element for each output channel.</summary>
    public void CheckBias(int? bias, int channels)
    {
        if (bias is int number)
        {
            TensorShape shape = Parameter(number, rank: 1);
            Require(shape[0] == channels, $"has {channels} output channels, but its bias has {shape[0]} elements");
        }
    }

    public static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw ArtifactException.Rule(problem);
        }
    }
}
