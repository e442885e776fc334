using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>Builds artifacts in memory, operator by operator.</summary>
internal sealed class TestNetwork
{
    private readonly List<TensorShape> _inputs = [];
    private readonly List<Tensor> _parameters = [];
    private readonly List<NumberedName> _names = [];
    private readonly List<Operator> _operators = [];

    public InputContract? Contract { get; set; }

    public int Input(params int[] shape)
    {
        _inputs.Add(new TensorShape(shape));
        return _inputs.Count - 1;
    }

    public int Linear(int input, Tensor weight, Tensor? bias = null, string? name = null) =>
        Add(new LinearOperator(input, Parameter(weight, name), bias is null ? null : Parameter(bias, null)));

    public int Convolution(int input, Tensor weight, Tensor? bias, SlidingWindow window, string? name = null) =>
        Add(new ConvolutionOperator(input, Parameter(weight, name), bias is null ? null : Parameter(bias, null), window));

    public int GroupedConvolution(int input, Tensor weight, Tensor? bias, SlidingWindow window, int groups, string? name = null) =>
        Add(new GroupedConvolutionOperator(input, Parameter(weight, name), bias is null ? null : Parameter(bias, null), window, groups));

    public int Add(Operator op)
    {
        _operators.Add(op);
        return _inputs.Count + _operators.Count - 1;
    }

    /// <summary>The elements of a fully connected layer's output.</summary>
    public int Length(int value) => _parameters[((LinearOperator)_operators[value - _inputs.Count]).Weight].Shape.Rows;

    public ParsedArtifact Build(params int[] outputs)
    {
        var graph = new Graph(
            new([.. _inputs]), new([.. _parameters.Select(tensor => tensor.Shape)]), new([.. _operators]), new(outputs));
        return new ParsedArtifact(
            new Artifact(
                graph, ShapeInference.Infer(graph), new([.. _parameters]), new GraphNames(EquatableArray<NumberedName>.Empty, new([.. _names])),
                EquatableArray<ActivationScale>.Empty, Contract, EquatableArray<ProvenanceEntry>.Empty),
            FileBytes: 1000);
    }

    private int Parameter(Tensor tensor, string? name)
    {
        if (name is not null)
        {
            _names.Add(new NumberedName(_parameters.Count, name));
        }

        _parameters.Add(tensor);
        return _parameters.Count - 1;
    }
}
