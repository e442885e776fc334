using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>
/// Runs an artifact operator by operator with plain loops over its decoded weights: the oracle for the training engine, generated code
/// and reports, made to be read rather than to be fast. Each operator's file states its order of summation.
/// </summary>
/// <remarks>Thread-safe: weights are decoded once, values belong to a run.</remarks>
internal sealed class ReferenceInterpreter
{
    private readonly Graph _graph;
    private readonly EquatableArray<TensorShape> _shapes;
    private readonly float[][] _parameters;

    /// <summary>Decodes the weights of a verified artifact.</summary>
    public ReferenceInterpreter(Artifact artifact)
    {
        _graph = artifact.Graph;
        _shapes = artifact.ValueShapes;
        _parameters = [.. artifact.Tensors.Select(tensor => tensor.ToDense())];
    }

    /// <summary>Takes a network that is no artifact yet.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">The values of each parameter, by number.</param>
    /// <exception cref="ArtifactException">The network breaks a rule of the format.</exception>
    public ReferenceInterpreter(Graph graph, IEnumerable<float[]> parameters)
    {
        _graph = graph;
        _shapes = ShapeInference.Infer(graph);
        _parameters = [.. parameters];
    }

    /// <summary>Computes the outputs of one inference.</summary>
    /// <param name="inputs">The elements of each input, in graph order.</param>
    /// <returns>The elements of each output, in graph order.</returns>
    /// <exception cref="ArgumentException">An input is missing, left over or of another length than its shape.</exception>
    public float[][] Run(params float[][] inputs)
    {
        float[][] values = RunAll(inputs);

        // A caller may change what it gets, even where an input is an output or two outputs are one value.
        return [.. _graph.Outputs.Select(output => (float[])values[output].Clone())];
    }

    /// <summary>Computes every value of one inference, by number, inputs first; to be read only, since values may share memory.</summary>
    /// <inheritdoc cref="Run"/>
    public float[][] RunAll(params float[][] inputs)
    {
        ThrowHelper.RequireLength(nameof(inputs), _graph.Inputs.Length, inputs.Length);
        var values = new float[_graph.ValueCount][];
        for (int i = 0; i < inputs.Length; i++)
        {
            ThrowHelper.RequireLength($"inputs[{i}]", (int)_shapes[i].ElementCount, inputs[i].Length);
            values[i] = inputs[i];
        }

        for (int i = 0; i < _graph.Operators.Length; i++)
        {
            int value = _graph.ValueOf(i);
            values[value] = Compute(_graph.Operators[i], values, _shapes[value]);
        }

        return values;
    }

    private float[] Compute(Operator op, float[][] values, TensorShape shape) => op switch
    {
        LinearOperator linear => ReferenceLinear.Run(
            values[linear.Input], Parameter(linear.Weight), Parameter(linear.Bias), shape[0]),
        ConvolutionOperator convolution => ReferenceConvolution.Run(
            values[convolution.Input], _shapes[convolution.Input], Parameter(convolution.Weight), Parameter(convolution.Bias), convolution.Window, shape),
        MaxPoolOperator pool => ReferenceMaxPool.Run(values[pool.Input], _shapes[pool.Input], pool.Window, shape),
        AveragePoolOperator pool => ReferenceAveragePool.Run(values[pool.Input], _shapes[pool.Input], pool.Window, shape),
        ReluOperator relu => ReferenceRelu.Run(values[relu.Input]),
        SoftmaxOperator softmax => ReferenceSoftmax.Run(values[softmax.Input]),
        AddOperator add => ReferenceAdd.Run(values[add.Left], values[add.Right]),
        FlattenOperator flatten => values[flatten.Input],
        PadOperator pad => ReferencePad.Run(values[pad.Input], _shapes[pad.Input], pad, shape),
        ConcatOperator concat => ReferenceConcat.Run([.. concat.Parts.Select(part => values[part])], shape, concat.Axis),
        GroupedConvolutionOperator convolution => ReferenceGroupedConvolution.Run(
            values[convolution.Input], _shapes[convolution.Input], Parameter(convolution.Weight), Parameter(convolution.Bias), convolution, shape),
        UnaryOperator unary => ReferenceUnary.Run(values[unary.Input], unary),
        BinaryOperator binary => ReferenceBinary.Run(
            values[binary.Left], _shapes[binary.Left], values[binary.Right], _shapes[binary.Right], binary.Function, shape),
        ConstantOperator constant => Parameter(constant.Tensor),
        ReshapeOperator reshape => values[reshape.Input],
        AxisSoftmaxOperator softmax => ReferenceAxisSoftmax.Run(values[softmax.Input], softmax, shape),
        CopyOperator copy => ReferenceCopy.Run(values[copy.Input], copy),
        GatherOperator gather => ReferenceGather.Run(values[gather.Input], _shapes[gather.Input], gather, shape),
        ReduceOperator reduce => ReferenceReduce.Run(values[reduce.Input], _shapes[reduce.Input], reduce, shape),
        MatMulOperator product => ReferenceMatMul.Run(values[product.Left], values[product.Right], _shapes[product.Left], shape),
        InsetOperator inset => ReferenceInset.Run(values[inset.Input], _shapes[inset.Input], inset, shape),
        InterpolateOperator interpolate => ReferenceInterpolate.Run(values[interpolate.Input], _shapes[interpolate.Input], interpolate, shape),
        RecurrentOperator recurrent => ReferenceRecurrent.Run(
            recurrent, values[recurrent.Input], Parameter(recurrent.Weight), Vector(recurrent), [.. recurrent.States.Select(state => values[state])]),
        LinearRowsOperator linear => ReferenceLinearRows.Run(
            values[linear.Input], Parameter(linear.Weight), Parameter(linear.Bias), _shapes[linear.Input].RowWidth, shape.RowWidth),
        LocalResponseNormalizationOperator lrn => ReferenceLocalResponseNormalization.Run(values[lrn.Input], shape, lrn),
        _ => throw new InvalidOperationException($"The reference interpreter does not know the operator {op.Kind}."),
    };

    private float[]? Vector(RecurrentOperator recurrent) => recurrent.Parameters.Length > 1 ? Parameter(recurrent.Parameters[1]) : null;

    private float[] Parameter(int number) => _parameters[number];

    private float[]? Parameter(int? number) => number is int present ? _parameters[present] : null;
}
