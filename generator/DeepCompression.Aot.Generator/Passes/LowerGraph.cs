using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Turns each operator of the artifact's graph into a layer that knows its shapes and parameters.</summary>
internal static class LowerGraph
{
    public static ModelPlan Run(string name, ParsedArtifact source)
    {
        Artifact artifact = source.Artifact;
        var layers = new Layer[artifact.Graph.Operators.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = Lower(artifact, artifact.Graph.Operators[i], artifact.Graph.ValueOf(i));
        }

        return new ModelPlan(name, source, artifact.Graph.Inputs.Length, artifact.ValueShapes, new(layers), artifact.Graph.Outputs);
    }

    private static Layer Lower(Artifact artifact, Operator op, int output) => op switch
    {
        LinearOperator linear => new LinearLayer(
            output, linear.Input, Parameter(artifact, linear.Weight), OptionalParameter(artifact, linear.Bias))
        {
            CalibratedMagnitude = Magnitude(artifact, linear.Input),
        },
        ConvolutionOperator convolution => new ConvolutionLayer(
            output, convolution.Input, Parameter(artifact, convolution.Weight), OptionalParameter(artifact, convolution.Bias),
            convolution.Window, artifact.ValueShapes[convolution.Input], artifact.ValueShapes[output])
        {
            CalibratedMagnitude = Magnitude(artifact, convolution.Input),
        },
        GroupedConvolutionOperator convolution when KernelWeights.IsSpread(artifact, convolution) => new ConvolutionLayer(
            output, convolution.Input, Parameter(artifact, convolution.Weight), OptionalParameter(artifact, convolution.Bias),
            convolution.Window, artifact.ValueShapes[convolution.Input], artifact.ValueShapes[output])
        {
            CalibratedMagnitude = Magnitude(artifact, convolution.Input),
        },
        GroupedConvolutionOperator convolution => new GroupedConvolutionLayer(
            output, convolution.Input, Parameter(artifact, convolution.Weight), OptionalParameter(artifact, convolution.Bias),
            convolution.Window, convolution.Groups, artifact.ValueShapes[convolution.Input], artifact.ValueShapes[output]),
        MaxPoolOperator pool => new PoolLayer(output, pool.Input, PoolKind.Max, pool.Window, artifact.ValueShapes[pool.Input]),
        AveragePoolOperator pool => new PoolLayer(output, pool.Input, PoolKind.Average, pool.Window, artifact.ValueShapes[pool.Input]),
        ReluOperator relu => new ReluLayer(output, relu.Input),
        SoftmaxOperator softmax => new SoftmaxLayer(output, softmax.Input),
        FlattenOperator flatten => new ReshapeLayer(output, flatten.Input),
        PadOperator pad => new PaddingLayer(
            output, pad.Input, new SlidingWindow(1, 1, 1, 1, pad.Top, pad.Left, pad.Bottom, pad.Right), artifact.ValueShapes[pad.Input]),
        ConcatOperator concat => new ConcatLayer(output, concat.Parts, artifact.ValueShapes[output], concat.Axis),
        AddOperator add => new AddLayer(output, add.Left, add.Right),
        UnaryOperator unary => new FunctionLayer(output, unary.Input, unary.Function, unary.Settings),
        BinaryOperator binary => new BinaryLayer(
            output, binary.Left, binary.Right, binary.Function, artifact.ValueShapes[binary.Left], artifact.ValueShapes[binary.Right]),
        ConstantOperator constant => new ConstantLayer(output, Parameter(artifact, constant.Tensor)),
        ReshapeOperator reshape => new ReshapeLayer(output, reshape.Input),
        AxisSoftmaxOperator softmax => new AxisSoftmaxLayer(output, softmax.Input, softmax.Form, artifact.ValueShapes[output], softmax.Axis),
        CopyOperator copy => LowerStructure.Copy(artifact, copy, output),
        GatherOperator gather => new GatherLayer(output, gather.Input, artifact.ValueShapes[gather.Input], gather.Axis, gather.Indices),
        ReduceOperator reduce => new ReduceLayer(output, reduce.Input, artifact.ValueShapes[reduce.Input], reduce.Axis, reduce.Axes, reduce.Function),
        MatMulOperator product => new MatMulLayer(
            output, product.Left, product.Right, artifact.ValueShapes[product.Left], artifact.ValueShapes[product.Right]),
        InsetOperator inset => LowerStructure.Inset(artifact, inset, output),
        InterpolateOperator resize => new InterpolateLayer(
            output, resize.Input, artifact.ValueShapes[resize.Input], resize.Axis, resize.Taps, resize.Weights, resize.Firsts, resize.Phases),
        RecurrentOperator recurrent => LowerRecurrent(artifact, recurrent, output),
        LinearRowsOperator linear => new LinearLayer(
            output, linear.Input, Parameter(artifact, linear.Weight), OptionalParameter(artifact, linear.Bias))
        {
            Vectors = RowsOf(artifact, linear.Input),
        },
        LocalResponseNormalizationOperator lrn => new LocalResponseNormalizationLayer(
            output, lrn.Input, artifact.ValueShapes[output][0], lrn.Size, lrn.Scale, lrn.Exponent, lrn.Offset),
        _ => throw new InvalidOperationException($"No layer for operator kind {op.Kind}."),
    };

    private static RecurrentLayer LowerRecurrent(Artifact artifact, RecurrentOperator op, int output) => new(
        output, op, op.Input, op.States, Parameter(artifact, op.Weight),
        OptionalParameter(artifact, (op as GruOperator)?.Bias), OptionalParameter(artifact, (op as LstmOperator)?.Peepholes), RowsOf(artifact, op.Input));

    /// <summary>All dimensions of a value but the last.</summary>
    private static int RowsOf(Artifact artifact, int value) =>
        (int)(artifact.ValueShapes[value].ElementCount / artifact.ValueShapes[value].RowWidth);

    /// <summary>The calibrated magnitude of a value; a flattened one has that of the value before.</summary>
    private static float? Magnitude(Artifact artifact, int value)
    {
        foreach (ActivationScale scale in artifact.ActivationScales)
        {
            if (scale.Value == value)
            {
                return scale.Maximum;
            }
        }

        int op = value - artifact.Graph.Inputs.Length;
        return op >= 0 && artifact.Graph.Operators[op] is FlattenOperator flatten ? Magnitude(artifact, flatten.Input) : null;
    }

    private static Parameter Parameter(Artifact artifact, int number) =>
        new(number, artifact.Names.OfParameter(number), KernelWeights.Of(artifact, number));

    private static Parameter? OptionalParameter(Artifact artifact, int? number) =>
        number is int present ? Parameter(artifact, present) : null;
}
