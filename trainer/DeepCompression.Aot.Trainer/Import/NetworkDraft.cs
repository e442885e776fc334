using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A network that grows operator by operator; numbers are given at the end, when it is known what the outputs need.</summary>
internal sealed class NetworkDraft
{
    private readonly List<(ValueDraft Value, string Name)> _inputs = [];
    private readonly List<ValueDraft> _computed = [];

    /// <summary>Adds an input of the network.</summary>
    public ComputedValue AddInput(string name, int[] shape)
    {
        var draft = new ValueDraft(new ComputedValue(null!, shape).NaturalShape, producer: null);
        _inputs.Add((draft, name));
        return new ComputedValue(draft, shape);
    }

    /// <summary>Adds an operator.</summary>
    /// <exception cref="ArtifactException">The format has no such operator.</exception>
    public ValueDraft Add(OperatorFactory create, IReadOnlyList<ValueDraft> inputs, params IEnumerable<ParameterDraft> parameters)
    {
        var op = new OperatorDraft(inputs, [.. parameters], create);
        var value = new ValueDraft(op.InferShape(), op);
        _computed.Add(value);
        return value;
    }

    /// <summary>The same elements in a shape that an operator needs.</summary>
    public ValueDraft Shaped(ValueDraft value, TensorShape shape)
    {
        if (value.Shape == shape)
        {
            return value;
        }

        return shape.Rank == 1
            ? Add(static (inputs, _) => new FlattenOperator(inputs[0]), [value])
            : Add((inputs, _) => new ReshapeOperator(inputs[0], shape), [value]);
    }

    /// <summary>A constant as a value, in a shape that its elements fill.</summary>
    public ValueDraft Constant(ConstantValue constant, TensorShape shape) =>
        Add(static (_, parameters) => new ConstantOperator(parameters[0]), [], new ParameterDraft(shape, constant.Tensor.Numbers, constant.Name));

    /// <summary>The same elements as a value of their own.</summary>
    public ValueDraft Copy(ValueDraft value)
    {
        int[] shape = [.. value.Shape.Dimensions];
        int[] strides = [.. Dimensions.Strides(shape).Select((stride, axis) => shape[axis] == 1 ? 0 : stride)];
        return Add((inputs, _) => new CopyOperator(inputs[0], value.Shape, new(strides), 0), [value]);
    }

    /// <summary>The value in the shape that it has without the batch.</summary>
    public ValueDraft Natural(ComputedValue value) => Shaped(value.Draft, value.NaturalShape);

    /// <summary>The network that computes the outputs; operators that they do not need are left out.</summary>
    /// <param name="outputs">The outputs, each with its name.</param>
    /// <param name="notices">Takes what the user should know.</param>
    public ImportedNetwork Build(IReadOnlyList<(ValueDraft Value, string Name)> outputs, List<string> notices)
    {
        HashSet<ValueDraft> needed = Needed(outputs.Select(output => output.Value));
        notices.AddRange(_inputs.Where(input => !needed.Contains(input.Value)).Select(input => $"input '{input.Name}' is left out: no output depends on it"));
        (ValueDraft Value, string Name)[] inputs = [.. _inputs.Where(input => needed.Contains(input.Value))];
        var numbers = new Dictionary<ValueDraft, int>();
        foreach ((ValueDraft value, _) in inputs)
        {
            numbers.Add(value, numbers.Count);
        }

        var operators = new List<Operator>();
        var parameters = new List<ParameterDraft>();
        foreach (ValueDraft value in _computed.Where(needed.Contains))
        {
            OperatorDraft op = value.Producer!;
            operators.Add(op.Create([.. op.Inputs.Select(input => numbers[input])], [.. Enumerable.Range(parameters.Count, op.Parameters.Count)]));
            parameters.AddRange(op.Parameters);
            numbers.Add(value, numbers.Count);
        }

        var graph = new Graph(
            new([.. inputs.Select(input => input.Value.Shape)]),
            new([.. parameters.Select(parameter => parameter.Shape)]),
            new([.. operators]),
            new([.. outputs.Select(output => numbers[output.Value])]));
        GraphNames names = Names(inputs, outputs, numbers, parameters);
        return new ImportedNetwork(graph, [.. parameters.Select(parameter => parameter.Values)], names, notices)
        {
            InputNames = [.. inputs.Select(input => input.Name)],
        };
    }

    private static HashSet<ValueDraft> Needed(IEnumerable<ValueDraft> outputs)
    {
        var needed = new HashSet<ValueDraft>();
        var open = new Stack<ValueDraft>(outputs);
        while (open.TryPop(out ValueDraft? value))
        {
            if (needed.Add(value))
            {
                foreach (ValueDraft input in value.Producer?.Inputs ?? [])
                {
                    open.Push(input);
                }
            }
        }

        return needed;
    }

    /// <summary>Names of weights, and where there are several of them, of inputs and outputs: a single one needs none.</summary>
    private static GraphNames Names(
        (ValueDraft Value, string Name)[] inputs,
        IReadOnlyList<(ValueDraft Value, string Name)> outputs,
        Dictionary<ValueDraft, int> numbers,
        List<ParameterDraft> parameters)
    {
        IEnumerable<(ValueDraft Value, string Name)> ends = [.. inputs.Length > 1 ? inputs : [], .. outputs.Count > 1 ? outputs : []];
        return new GraphNames(
            new([.. ends.Where(end => IsName(end.Name)).Select(end => new NumberedName(numbers[end.Value], end.Name)).OrderBy(name => name.Number)]),
            new([.. parameters.Select((parameter, number) => new NumberedName(number, parameter.Name)).Where(name => IsName(name.Name))]));
    }

    private static bool IsName(string name) => name.Length > 0 && !name.Any(char.IsControl);
}
