using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Format;

/// <summary>Derives the shape of every value of a graph, and in doing so checks that the operators fit together.</summary>
internal sealed class ShapeInference
{
    private readonly List<TensorShape> _values = [];
    private readonly List<TensorShape> _parameters = [];

    /// <summary>Begins with the inputs alone, for a graph that is put together operator by operator.</summary>
    public ShapeInference(EquatableArray<TensorShape> inputs)
    {
        foreach (TensorShape input in inputs)
        {
            _values.Add(Bounded(input));
        }
    }

    /// <summary>The number of values so far.</summary>
    public int ValueCount => _values.Count;

    /// <summary>The shape of every value so far.</summary>
    public EquatableArray<TensorShape> Values => new([.. _values]);

    /// <summary>The shape of every parameter so far.</summary>
    public EquatableArray<TensorShape> Parameters => new([.. _parameters]);

    /// <summary>The shape of every value of a graph, by number.</summary>
    /// <exception cref="ArtifactException">An operator reads a value or parameter that does not exist, or of a shape it cannot take.</exception>
    public static EquatableArray<TensorShape> Infer(Graph graph)
    {
        var inference = new ShapeInference(graph.Inputs);
        foreach (TensorShape parameter in graph.Parameters)
        {
            inference.AddParameter(parameter);
        }

        for (int i = 0; i < graph.Operators.Length; i++)
        {
            Operator op = graph.Operators[i];
            try
            {
                inference.AddValue(op);
            }
            catch (ArtifactException exception)
            {
                throw exception.At($"operator {i} ({op.Kind})");
            }
        }

        return inference.Values;
    }

    /// <summary>Adds a parameter and returns its number.</summary>
    public int AddParameter(TensorShape shape)
    {
        _parameters.Add(Bounded(shape));
        return _parameters.Count - 1;
    }

    /// <summary>Adds the value that an operator computes.</summary>
    public void AddValue(Operator op) => _values.Add(Bounded(op.InferShape(this)));

    /// <summary>The shape of a value computed before the operator at hand.</summary>
    public TensorShape Value(int number)
    {
        Require((uint)number < (uint)_values.Count, $"reads value {number}, which is not computed before it");
        return _values[number];
    }

    /// <summary>The shape of a value of known rank.</summary>
    public TensorShape Value(int number, int rank)
    {
        TensorShape shape = Value(number);
        Require(shape.Rank == rank, $"takes a tensor of rank {rank}, but value {number} is {shape}");
        return shape;
    }

    /// <summary>The shape of a parameter.</summary>
    public TensorShape Parameter(int number)
    {
        Require((uint)number < (uint)_parameters.Count, $"names parameter {number}, which does not exist");
        return _parameters[number];
    }

    /// <summary>The shape of a parameter of known rank.</summary>
    public TensorShape Parameter(int number, int rank)
    {
        TensorShape shape = Parameter(number);
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

    public static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RequireMessage problem)
    {
        if (!condition)
        {
            throw ArtifactException.Rule(problem.ToString());
        }
    }

    public static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw ArtifactException.Rule(problem);
        }
    }

    /// <summary>Every tensor has at least one element and few enough to index with an <see cref="int"/>.</summary>
    private static TensorShape Bounded(TensorShape shape)
    {
        long count = 1;
        foreach (int dimension in shape.Dimensions.AsSpan())
        {
            Require(dimension >= 1, "a tensor would have no elements");
            count *= dimension;
            Require(count <= int.MaxValue, $"a tensor would have more than {int.MaxValue} elements");
        }

        return shape;
    }
}
