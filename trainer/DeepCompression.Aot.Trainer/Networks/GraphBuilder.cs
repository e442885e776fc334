using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>Builds a graph operator by operator; every method returns the number of the value it adds.</summary>
internal sealed class GraphBuilder
{
    private readonly List<TensorShape> _inputs = [];
    private readonly List<TensorShape> _parameters = [];
    private readonly List<Operator> _operators = [];
    private readonly List<NumberedName> _parameterNames = [];

    /// <summary>Adds an input; all inputs come before the first operator.</summary>
    public int Input(params int[] shape)
    {
        if (_operators.Count > 0)
        {
            throw new InvalidOperationException("Inputs are numbered before operators: add them first.");
        }

        _inputs.Add(new TensorShape(shape));
        return _inputs.Count - 1;
    }

    /// <summary>A fully connected layer with a bias; its parameters are named <paramref name="name"/>.weight and .bias.</summary>
    public int Linear(int input, int inputLength, int outputLength, string name) =>
        Add(new LinearOperator(input, Parameter(name + ".weight", outputLength, inputLength), Parameter(name + ".bias", outputLength)));

    /// <summary>A convolution with a bias over an input of <paramref name="inputChannels"/> channels.</summary>
    public int Convolution(int input, int inputChannels, int outputChannels, SlidingWindow window, string name) =>
        Add(new ConvolutionOperator(
            input,
            Parameter(name + ".weight", outputChannels, inputChannels, window.Height, window.Width),
            Parameter(name + ".bias", outputChannels),
            window));

    /// <summary>A fully connected layer with a bias over rows of <paramref name="inputLength"/> elements.</summary>
    public int LinearRows(int input, int inputLength, int outputLength, string name) =>
        Add(new LinearRowsOperator(input, Parameter(name + ".weight", outputLength, inputLength), Parameter(name + ".bias", outputLength)));

    /// <summary>Long short-term memory of so many units behind its projection.</summary>
    public int Lstm(int input, int units, string name, bool isReverse = false) =>
        Add(new LstmOperator(
            input, EquatableArray<int>.Empty, Parameter(name + ".weight", LstmOperator.GateCount * units, units), Peepholes: null,
            new RecurrentForm(Sequences: 1, isReverse, Clip: null, LstmOperator.Usual), KeepsCell: false));

    /// <summary>An operator without parameters.</summary>
    public int Apply(Operator op) => Add(op);

    public int MaxPool(int input, SlidingWindow window) => Add(new MaxPoolOperator(input, window));

    public int AveragePool(int input, SlidingWindow window) => Add(new AveragePoolOperator(input, window));

    public int Relu(int input) => Add(new ReluOperator(input));

    public int Softmax(int input) => Add(new SoftmaxOperator(input));

    public int Flatten(int input) => Add(new FlattenOperator(input));

    public int Add(int left, int right) => Add(new AddOperator(left, right));

    /// <summary>A convolution with a bias whose channels are in groups that see only their own inputs.</summary>
    public int GroupedConvolution(int input, int inputChannels, int outputChannels, int groups, SlidingWindow window, string name) =>
        Add(new GroupedConvolutionOperator(
            input,
            Parameter(name + ".weight", outputChannels, inputChannels / groups, window.Height, window.Width),
            Parameter(name + ".bias", outputChannels),
            window,
            groups));

    /// <summary>Values one after another along the channels.</summary>
    public int Concat(params int[] parts) => Add(new ConcatOperator(new(parts), 0));

    /// <summary>Local response normalisation: see <see cref="LocalResponseNormalizationOperator"/>.</summary>
    public int LocalResponseNormalization(int input, int size, float scale, float exponent, float offset) =>
        Add(new LocalResponseNormalizationOperator(input, size, scale, exponent, offset));

    /// <summary>The graph with the given outputs, its shapes checked.</summary>
    public Graph Build(params int[] outputs)
    {
        var graph = new Graph(new([.. _inputs]), new([.. _parameters]), new([.. _operators]), new(outputs));
        ShapeInference.Infer(graph);
        return graph;
    }

    /// <summary>The names given to parameters so far.</summary>
    public EquatableArray<NumberedName> ParameterNames => new([.. _parameterNames]);

    private int Parameter(string name, params int[] shape)
    {
        _parameterNames.Add(new NumberedName(_parameters.Count, name));
        _parameters.Add(new TensorShape(shape));
        return _parameters.Count - 1;
    }

    private int Add(Operator op)
    {
        _operators.Add(op);
        return _inputs.Count + _operators.Count - 1;
    }
}
