using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>One direction of a recurrent node, with its share of the weights.</summary>
internal sealed class RecurrentDirection
{
    private readonly NodeImport _node;
    private readonly RecurrentShape _shape;
    private readonly int _number;
    private ValueDraft? _value;

    private RecurrentDirection(NodeImport node, RecurrentShape shape, int number, RecurrentForm form)
    {
        _node = node;
        _shape = shape;
        _number = number;
        Form = form;
    }

    public RecurrentForm Form { get; }

    /// <summary>What it computes, once it is emitted.</summary>
    public ValueDraft Value => _value!;

    private int GateLength => _shape.Gates * _shape.Units;

    /// <summary>The directions of a node, in order.</summary>
    public static IEnumerable<RecurrentDirection> Of(NodeImport node, RecurrentShape shape, EquatableArray<GateFunction>[] functions)
    {
        node.Attributes.Ignore("output_sequence");
        float? clip = node.Attributes.OptionalNumber("clip") is float limit and > 0 ? limit : null;
        string direction = node.Attributes.Text("direction", "forward");
        bool[] reverses = direction switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            _ => throw new NodeException($"direction '{direction}' is not known"),
        };
        if (reverses.Length != shape.Directions)
        {
            throw new NodeException($"its direction is {direction}, but it has weights for {shape.Directions}");
        }

        return reverses.Select((isReverse, number) =>
            new RecurrentDirection(node, shape, number, new RecurrentForm(shape.Sequences, isReverse, clip, functions[number])));
    }

    /// <summary>This direction's numbers of an optional input, or null where it is left out or all are 0.</summary>
    public float[]? Vector(int input, string what, int length)
    {
        ConstantTensor? all = _node.OptionalConstant(input, what);
        if (all is not null && all.Length != length * _shape.Directions)
        {
            throw new NodeException($"its {what} are {all.Length} numbers where {length * _shape.Directions} are needed");
        }

        return NotZero(all?.Floats.AsSpan(_number * length, length).ToArray());
    }

    /// <summary>The bias of the input projection: with that of the product added, unless the product has its own.</summary>
    public float[]? Bias(bool ownProduct)
    {
        float[]? both = Vector(3, "biases", 2 * GateLength);
        return NotZero(ownProduct || both is null
            ? both?[..GateLength]
            : [.. both.Take(GateLength).Zip(both.Skip(GateLength), (outside, inside) => outside + inside)]);
    }

    /// <summary>The bias of the product alone.</summary>
    public ParameterDraft? ProductBias() =>
        NotZero(Vector(3, "biases", 2 * GateLength)?[GateLength..]) is { } own ? new ParameterDraft(new TensorShape(own.Length), own) : null;

    /// <summary>Adds the projection and the recurrent layer.</summary>
    public void Emit(float[]? bias, OperatorFactory create, ParameterDraft? vector = null)
    {
        ParameterDraft recurrence = Weight(2, _shape.Units);
        ValueDraft[] inputs = [Projected(bias), .. States()];
        _value = _node.Network.Add(create, inputs, vector is null ? [recurrence] : [recurrence, vector]);
    }

    private ValueDraft Projected(float[]? bias)
    {
        ParameterDraft weight = Weight(1, _shape.Columns);
        ComputedValue given = _node.Computed(0);
        ValueDraft input = _shape.IsBatchFirst
            ? ((ComputedValue)ElementView.Of(given.Shape).Ordered(1, 0, 2).Apply(_node, given, [_shape.Steps, _shape.Sequences, _shape.Columns])).Draft
            : given.Draft;
        if (bias is null && IsIdentity(weight))
        {
            return GemmImport.AsRows(_node.Network, input, _shape.Rows, _shape.Columns);
        }

        return GemmImport.EmitRows(
            _node.Network, input, _shape.Rows, _shape.Columns,
            bias is null ? [weight] : [weight, new ParameterDraft(new TensorShape(bias.Length), bias)]);
    }

    /// <summary>The numbers, or null where all are 0.</summary>
    private static float[]? NotZero(float[]? numbers) => numbers is null || Array.TrueForAll(numbers, number => number == 0) ? null : numbers;

    /// <summary>The first states; none where all are left out or zero.</summary>
    private IEnumerable<ValueDraft> States()
    {
        ImportedValue[] states = [.. _shape.States.Select(place => _node.Has(place) ? _node.Input(place) : Zeros())];
        return states.All(state => state is ConstantValue constant && NotZero(constant.Tensor.Floats) is null)
            ? []
            : [.. states.Select(State)];
    }

    private ConstantValue Zeros() => new(new ConstantTensor(_shape.Last, new float[Dimensions.Count(_shape.Last)]));

    /// <summary>This direction's part of a first state.</summary>
    private ValueDraft State(ImportedValue state)
    {
        if (!state.Shape.SequenceEqual(_shape.Last))
        {
            throw new NodeException($"its first state is {Dimensions.Text(state.Shape)}, not {Dimensions.Text(_shape.Last)}");
        }

        int[] own = [_shape.Sequences, _shape.Units];
        return ElementView.Of(_shape.Last).Range(_shape.IsBatchFirst ? 1 : 0, _number, 1).Apply(_node, state, own) switch
        {
            ConstantValue constant => _node.Network.Constant(constant, new TensorShape(own)),
            ComputedValue computed => computed.Draft,
            _ => throw new NodeException("a first state is not known"),
        };
    }

    /// <summary>This direction's part of a weight, a matrix.</summary>
    private ParameterDraft Weight(int input, int columns)
    {
        ConstantValue all = _node.ConstantInput(input, "weight");
        int length = GateLength * columns;
        string name = all.Name.Length == 0 || _shape.Directions == 1 ? all.Name : $"{all.Name}.{(_number == 0 ? "forward" : "reverse")}";
        return new ParameterDraft(
            new TensorShape(GateLength, columns), all.Tensor.Floats.AsSpan(_number * length, length).ToArray(), WeightDrafts.NameOf(name));
    }

    /// <summary>Whether a weight passes on what it reads: the export of a layer whose gates come from elsewhere.</summary>
    private static bool IsIdentity(ParameterDraft weight)
    {
        int columns = weight.Shape.RowLength;
        for (int i = 0; i < weight.Values.Length; i++)
        {
            float wanted = i / columns == i % columns ? 1 : 0;
            if (!weight.Values[i].Equals(wanted))
            {
                return false;
            }
        }

        return weight.Shape.Rows == columns;
    }
}
