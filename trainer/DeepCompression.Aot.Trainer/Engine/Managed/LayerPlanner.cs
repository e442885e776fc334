using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed.Layers;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// Turns a graph into layers. Values that can share memory do: a value in another shape is its input, and a rectifier works in place where
/// nothing else reads what it overwrites. Layers are made last first, because the first to write a gradient in the backward pass
/// replaces it, and the others add. A rectifier before a maximum moves behind it, where it has less to do: the largest of rectified
/// elements is the largest element, rectified, and where that is not positive no gradient passes either way.
/// </summary>
internal sealed class LayerPlanner
{
    private readonly NetworkDefinition _network;
    private readonly IReadOnlyList<TrainedParameter> _parameters;
    private readonly EquatableArray<TensorShape> _shapes;
    private readonly ulong _seed;
    private readonly int[] _readers;

    // What the producer of a value writes, and what its readers read: dropout lies between the two.
    private readonly Activation[] _written;
    private readonly Activation[] _read;
    private readonly List<Activation> _activations = [];
    private readonly Dictionary<int, DropoutLayer> _dropout = [];

    // Rectified values that only a maximum reads.
    private readonly HashSet<int> _postponed;

    private LayerPlanner(NetworkDefinition network, IReadOnlyList<TrainedParameter> parameters, int seed)
    {
        _network = network;
        _parameters = parameters;
        _shapes = ShapeInference.Infer(network.Graph);
        _seed = (ulong)seed;
        _readers = CountReaders(network.Graph);
        _postponed = [.. network.Graph.Operators.OfType<MaxPoolOperator>().Select(pool => pool.Input).Where(CanPostpone)];
        _written = new Activation[network.Graph.ValueCount];
        _read = new Activation[network.Graph.ValueCount];
    }

    /// <exception cref="ArgumentException">The engine cannot train such a network; the message says why.</exception>
    public static LayerPlan Plan(NetworkDefinition network, IReadOnlyList<TrainedParameter> parameters, int seed) =>
        new LayerPlanner(network, parameters, seed).Plan();

    private LayerPlan Plan()
    {
        Graph graph = _network.Graph;
        int output = graph.Outputs[0];
        for (int value = 0; value < graph.ValueCount; value++)
        {
            Place(value);
        }

        _read[output].GradientWriters++;
        var layers = new List<Layer>();
        for (int value = graph.ValueCount - 1; value >= 0; value--)
        {
            if (_read[value] != _written[value])
            {
                ulong seed = SplitMix64.For(_seed, (ulong)value).Next();
                var dropout = new DropoutLayer(InputOf(_written[value]), _read[value], seed) { Rate = _network.Dropout[value] };
                _dropout.Add(value, dropout);
                layers.Add(dropout);
            }

            if (ProducerOf(value) is MaxPoolOperator pool && _postponed.Contains(pool.Input))
            {
                layers.Add(new ReluLayer(new LayerInput(_written[value], Accumulate: false), _written[value], ChannelsOf(value)));
            }

            if (ProducerOf(value) is Operator op && MakeLayer(op, value) is Layer layer)
            {
                layers.Add(layer);
            }
        }

        layers.Reverse();
        return new LayerPlan(
            _written[0], _read[output], _activations, [.. ChannelChain.Join(layers)], [.. layers.OfType<IWeightedLayer>()], _dropout);
    }

    private static int[] CountReaders(Graph graph)
    {
        var readers = new int[graph.ValueCount];
        foreach (Operator op in graph.Operators)
        {
            foreach (int value in op.Inputs)
            {
                readers[value]++;
            }
        }

        foreach (int value in graph.Outputs)
        {
            readers[value]++;
        }

        return readers;
    }

    /// <summary>Decides which activation holds a value.</summary>
    private void Place(int value)
    {
        Graph graph = _network.Graph;
        bool trainable = false;
        Activation? shared = null;
        if (ProducerOf(value) is Operator op)
        {
            trainable = op.Parameters.Length > 0 || op.Inputs.Any(input => _read[input].NeedsGradient);
            shared = CanShareInput(op) ? _read[op.Inputs[0]] : null;
        }

        _written[value] = shared ?? NewActivation(value, trainable);
        _read[value] = _network.Dropout.ContainsKey(value) ? NewActivation(value, trainable) : _written[value];
    }

    private Activation NewActivation(int value, bool needsGradient)
    {
        var activation = new Activation((int)_shapes[value].ElementCount, needsGradient);
        _activations.Add(activation);
        return activation;
    }

    private bool CanShareInput(Operator op)
    {
        if (op is FlattenOperator or ReshapeOperator)
        {
            return true;
        }

        // Linear layers and convolutions do not look at their output again, and nobody else may read it.
        return op is ReluOperator && IsReadOnce(op.Inputs[0]) && ProducerOf(op.Inputs[0]) is LinearOperator or ConvolutionOperator or GroupedConvolutionOperator;
    }

    /// <summary>Whether a value is a rectifier's, in place, that nothing reads but the maximum.</summary>
    private bool CanPostpone(int value) => ProducerOf(value) is ReluOperator relu && CanShareInput(relu) && IsReadOnce(value);

    private bool IsReadOnce(int value) => _readers[value] == 1 && !_network.Dropout.ContainsKey(value);

    private Operator? ProducerOf(int value) =>
        value < _network.Graph.Inputs.Length ? null : _network.Graph.Operators[value - _network.Graph.Inputs.Length];

    private int ChannelsOf(int value) => _shapes[value].Rank == 3 ? _shapes[value][0] : 1;

    private static LayerInput InputOf(Activation activation) => new(activation, Accumulate: activation.GradientWriters++ > 0);

    private Layer? MakeLayer(Operator op, int value)
    {
        Activation output = _written[value];
        switch (op)
        {
            case FlattenOperator or ReshapeOperator:
            case ReluOperator when _postponed.Contains(value):
                return null;
            case LinearOperator linear:
                return new LinearLayer(InputOf(_read[linear.Input]), output, _parameters[linear.Weight], ParameterOrNull(linear.Bias));
            case ConvolutionOperator convolution:
                var geometry = new ConvolutionGeometry(
                    InputOf(_read[convolution.Input]), _shapes[convolution.Input], output, _shapes[value], convolution.Window);
                return new ConvolutionLayer(geometry, _parameters[convolution.Weight], ParameterOrNull(convolution.Bias));
            case MaxPoolOperator pool:
                return new MaxPoolLayer(InputOf(_read[pool.Input]), _shapes[pool.Input], output, _shapes[value], pool.Window);
            case AveragePoolOperator pool:
                return new AveragePoolLayer(InputOf(_read[pool.Input]), _shapes[pool.Input], output, _shapes[value], pool.Window);
            case ReluOperator relu:
                // In place the gradient is overwritten, not added to.
                return new ReluLayer(
                    _read[relu.Input] == output ? new LayerInput(output, Accumulate: false) : InputOf(_read[relu.Input]), output, ChannelsOf(value));
            case SoftmaxOperator softmax:
                return new SoftmaxLayer(InputOf(_read[softmax.Input]), output);
            case AddOperator add:
                return new AddLayer(InputOf(_read[add.Left]), InputOf(_read[add.Right]), output);
            case UnaryOperator unary when UnarySlopes.Of(unary) is { } slope:
                return new UnaryLayer(InputOf(_read[unary.Input]), output, unary, slope);
            case ConcatOperator concat:
                return new ConcatLayer([.. concat.Parts.Select(part => InputOf(_read[part]))], output, _shapes[value], concat.Axis);
            case GroupedConvolutionOperator convolution:
                var grouped = new ConvolutionGeometry(
                    InputOf(_read[convolution.Input]), _shapes[convolution.Input], output, _shapes[value], convolution.Window, convolution.Groups);
                return new GroupedConvolutionLayer(grouped, _parameters[convolution.Weight], ParameterOrNull(convolution.Bias));
            case PadOperator pad:
                return new PadLayer(InputOf(_read[pad.Input]), _shapes[pad.Input], output, _shapes[value], pad);
            case LocalResponseNormalizationOperator normalization:
                return new LocalResponseNormalizationLayer(InputOf(_read[normalization.Input]), _shapes[value], output, normalization);
            case LstmOperator { States.Length: 0, Peepholes: null, KeepsCell: false, Form: { Sequences: 1, Clip: null } form } lstm
                when form.Functions == LstmOperator.Usual:
                return new LstmLayer(InputOf(_read[lstm.Input]), output, _parameters[lstm.Weight], form.IsReverse);
            case LinearRowsOperator linear:
                return new LinearRowsLayer(InputOf(_read[linear.Input]), output, _parameters[linear.Weight], ParameterOrNull(linear.Bias));
            default:
                string kind = op is UnaryOperator { Function: var function } ? function.ToString() : op.Kind.ToString();
                throw new ArgumentException($"The managed engine cannot train operator {kind}; train '{_network.Name}' elsewhere.");
        }
    }

    private TrainedParameter? ParameterOrNull(int? number) => number is int bias ? _parameters[bias] : null;
}
