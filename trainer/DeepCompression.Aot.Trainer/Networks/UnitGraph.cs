using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>The units that a weight parameter, a matrix of rows and columns, connects.</summary>
/// <param name="Outputs">The unit that each row writes.</param>
/// <param name="Inputs">The unit that each column reads; a flattened plane is read by many columns.</param>
/// <param name="Bias">The parameter that holds a bias for each row, if any.</param>
internal sealed record WeightUnits(int[] Outputs, int[] Inputs, int? Bias);

/// <summary>
/// How the weights of a network hang together through its units: a unit is an element of a vector, or a channel, that rows of one
/// weight write and columns of others read. A unit that no weight writes, or none reads, is dead, and with it all weights it has.
/// </summary>
internal sealed class UnitGraph
{
    /// <summary>Stands for units that live whatever happens: outputs of the network, and planes that are no single unit.</summary>
    public const int AlwaysLive = 0;

    // Each unit's representative, or itself: what is added up lives and dies together.
    private readonly List<int> _parents = [AlwaysLive];
    private readonly Dictionary<int, WeightUnits> _weights = [];

    private UnitGraph(Graph graph)
    {
        EquatableArray<TensorShape> shapes = ShapeInference.Infer(graph);

        // The unit of each element of each value.
        var units = new int[graph.ValueCount][];
        for (int input = 0; input < graph.Inputs.Length; input++)
        {
            units[input] = NewUnits((int)shapes[input].ElementCount, elementsEach: 1);
        }

        FirstHidden = _parents.Count;
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            Operator op = graph.Operators[i];
            units[graph.ValueOf(i)] = Follow(op, graph.Parameters, [.. op.Inputs.Select(input => units[input])], op.Inputs.Length > 0 ? shapes[op.Inputs[0]] : default, shapes[graph.ValueOf(i)]);
        }

        foreach (int unit in graph.Outputs.SelectMany(output => units[output]))
        {
            Merge(unit, AlwaysLive);
        }

        foreach (int[] row in _weights.Values.SelectMany(weight => new[] { weight.Outputs, weight.Inputs }))
        {
            foreach (ref int unit in row.AsSpan())
            {
                unit = Find(unit);
            }
        }
    }

    /// <summary>The number of units, <see cref="AlwaysLive"/> among them.</summary>
    public int Count => _parents.Count;

    /// <summary>The first unit that weights write; those before are elements of the network's inputs.</summary>
    public int FirstHidden { get; }

    /// <summary>The units of each weight parameter, by number.</summary>
    public IReadOnlyDictionary<int, WeightUnits> Weights => _weights;

    public static UnitGraph Of(Graph graph) => new(graph);

    private int[] Follow(Operator op, EquatableArray<TensorShape> weights, int[][] inputs, TensorShape inputShape, TensorShape shape)
    {
        int[] input = inputs.FirstOrDefault([]);
        switch (op)
        {
            case LinearOperator linear:
                int[] rows = NewUnits(shape[0], elementsEach: 1);
                _weights.Add(linear.Weight, new WeightUnits([.. rows], [.. input], linear.Bias));
                return rows;
            case ConvolutionOperator convolution:
                int first = _parents.Count;
                int[] elements = NewUnits(shape[0], (int)shape.ElementCount / shape[0]);
                int[] columns = [.. UnitsOfPlanes(input, inputShape[0]).SelectMany(unit =>
                    Enumerable.Repeat(unit, convolution.Window.Height * convolution.Window.Width))];
                _weights.Add(convolution.Weight, new WeightUnits([.. Enumerable.Range(first, shape[0])], columns, convolution.Bias));
                return elements;
            case MaxPoolOperator or AveragePoolOperator:
                int plane = (int)shape.ElementCount / shape[0];
                return [.. UnitsOfPlanes(input, shape[0]).SelectMany(unit => Enumerable.Repeat(unit, plane))];
            case AddOperator:
                foreach ((int left, int right) in input.Zip(inputs[1]))
                {
                    Merge(left, right);
                }

                return input;
            case ReluOperator or SoftmaxOperator or FlattenOperator or ReshapeOperator or LocalResponseNormalizationOperator:
                return input;
            case RecurrentOperator or LinearRowsOperator:
                // Rows and columns are units of every step, and a state is read where it is written: they live.
                Enliven(inputs);
                _weights.Add(op.Parameters[0], AllLive(weights[op.Parameters[0]]));
                return [.. Enumerable.Repeat(AlwaysLive, (int)shape.ElementCount)];
            case ConcatOperator { Axis: 0 }:
                return [.. inputs.SelectMany(part => part)];
            case PadOperator:
                int padded = (int)shape.ElementCount / shape[0];
                return [.. UnitsOfPlanes(input, shape[0]).SelectMany(unit => Enumerable.Repeat(unit, padded))];
            case GroupedConvolutionOperator convolution:
                // A column reads another unit in each group, so that none of them is told apart: they live.
                Enliven(inputs);
                int firstOfGroups = _parents.Count;
                int[] outputs = NewUnits(shape[0], (int)shape.ElementCount / shape[0]);
                _weights.Add(convolution.Weight, new WeightUnits(
                    [.. Enumerable.Range(firstOfGroups, shape[0])],
                    [.. Enumerable.Repeat(AlwaysLive, inputShape[0] / convolution.Groups * convolution.Window.Height * convolution.Window.Width)],
                    convolution.Bias));
                return outputs;
            default:
                // What makes something of zeros, or moves elements about: nothing before it can be known to be dead.
                Enliven(inputs);
                return [.. Enumerable.Repeat(AlwaysLive, (int)shape.ElementCount)];
        }
    }

    private void Enliven(int[][] inputs)
    {
        foreach (int unit in inputs.SelectMany(input => input))
        {
            Merge(unit, AlwaysLive);
        }
    }

    private static WeightUnits AllLive(TensorShape weight) =>
        new([.. Enumerable.Repeat(AlwaysLive, weight.Rows)], [.. Enumerable.Repeat(AlwaysLive, weight.RowLength)], Bias: null);

    /// <summary>The unit of each channel, where all elements of its plane are one.</summary>
    private static IEnumerable<int> UnitsOfPlanes(int[] elements, int channels) =>
        elements.Chunk(elements.Length / channels).Select(plane => plane.AsSpan().ContainsAnyExcept(plane[0]) ? AlwaysLive : plane[0]);

    private int[] NewUnits(int count, int elementsEach)
    {
        int first = _parents.Count;
        _parents.AddRange(Enumerable.Range(first, count));
        return [.. Enumerable.Range(0, count * elementsEach).Select(i => first + (i / elementsEach))];
    }

    private void Merge(int left, int right)
    {
        left = Find(left);
        right = Find(right);
        _parents[Math.Max(left, right)] = Math.Min(left, right);
    }

    private int Find(int unit)
    {
        while (_parents[unit] != unit)
        {
            unit = _parents[unit];
        }

        return unit;
    }
}
