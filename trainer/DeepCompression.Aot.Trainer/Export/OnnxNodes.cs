using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;
using static DeepCompression.Aot.Trainer.Export.OnnxNodeList;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Says an operator of the artifact in ONNX's terms (operator set 17).</summary>
internal static class OnnxNodes
{
    /// <summary>The node that computes value <paramref name="output"/>, after those for constants that it needs.</summary>
    public static IEnumerable<NodeProto> Create(Operator op, int output, EquatableArray<TensorShape> shapes, OnnxNames names)
    {
        if (op is LinearRowsOperator linear)
        {
            return LinearRows(linear, output, names);
        }

        if (op is UnaryOperator { Function: UnaryFunction.Truncate } truncation)
        {
            return UnaryNodes.Truncate(names.Value(truncation.Input), names.Value(output), names);
        }

        if (StructureNodes.Create(op, output, shapes, names) is { } nodes)
        {
            return nodes;
        }

        var node = new NodeProto { OpType = TypeOf(op), Name = $"{TypeOf(op)}_{output}" };
        node.Input.Add(op.Inputs.Select(names.Value));
        node.Input.Add(op.Parameters.Select(names.Parameter));
        node.Output.Add(names.Value(output));
        node.Attribute.Add(AttributesOf(op));
        return [.. ConstantsOf(op).Select(constant => Constant(node, names, output, constant)), node];
    }

    /// <summary>The operator set from which on ONNX can say an operator.</summary>
    public static int OperatorSetOf(Operator op) => op is UnaryOperator unary ? UnaryNodes.OperatorSetOf(unary.Function) : OnnxExporter.OperatorSet;

    /// <summary>Constants that ONNX has as further inputs, by what they are called.</summary>
    private static IEnumerable<(string Name, AttributeProto Value)> ConstantsOf(Operator op) => op switch
    {
        PadOperator pad => [("pads", Numbers("value_ints", 0, 0, pad.Top, pad.Left, 0, 0, pad.Bottom, pad.Right))],
        UnaryOperator { Function: UnaryFunction.Clip } clip => [("min", Real("value_float", clip.Settings[0])), ("max", Real("value_float", clip.Settings[1]))],
        ReshapeOperator reshape => [("shape", Numbers("value_ints", [0L, .. reshape.Shape.Dimensions.Select(size => (long)size)]))],
        _ => [],
    };

    private static NodeProto Constant(NodeProto node, OnnxNames names, int output, (string Name, AttributeProto Value) constant)
    {
        string name = names.Fresh($"{names.Value(output)}.{constant.Name}");
        node.Input.Add(name);
        return new NodeProto { OpType = "Constant", Name = name, Output = { name }, Attribute = { constant.Value } };
    }

    private static string TypeOf(Operator op) => op switch
    {
        UnaryOperator unary => UnaryNodes.TypeOf(unary.Function),
        BinaryOperator binary => TypeOf(binary.Function),
        AxisSoftmaxOperator softmax => softmax.Form.ToString(),
        _ => TypeOf(op.Kind),
    };

    private static string TypeOf(BinaryFunction function) => function switch
    {
        BinaryFunction.Sum => "Add",
        BinaryFunction.Difference => "Sub",
        BinaryFunction.Product => "Mul",
        BinaryFunction.Quotient => "Div",
        BinaryFunction.Power => "Pow",
        BinaryFunction.Minimum => "Min",
        BinaryFunction.Maximum => "Max",
        BinaryFunction.PRelu => "PRelu",
        _ => throw new ExportException($"the function {function} has no translation to ONNX yet"),
    };

    /// <summary>A product with the weight's transpose, and a sum where there is a bias.</summary>
    private static IReadOnlyList<NodeProto> LinearRows(LinearRowsOperator op, int output, OnnxNames names)
    {
        var nodes = new OnnxNodeList(names, names.Value(output));
        string weight = nodes.Transpose(names.Parameter(op.Weight), 1, 0);
        string product = op.Bias is null ? names.Value(output) : names.Fresh(names.Value(output) + ".product");
        nodes.Add(new NodeProto { OpType = "MatMul", Name = $"MatMul_{output}", Input = { names.Value(op.Input), weight }, Output = { product } });
        if (op.Bias is int bias)
        {
            nodes.Add(new NodeProto { OpType = "Add", Name = $"Add_{output}", Input = { product, names.Parameter(bias) }, Output = { names.Value(output) } });
        }

        return nodes.All;
    }

    private static string TypeOf(OperatorKind kind) => kind switch
    {
        OperatorKind.Linear => "Gemm",
        OperatorKind.Convolution => "Conv",
        OperatorKind.MaxPool => "MaxPool",
        OperatorKind.AveragePool => "AveragePool",
        OperatorKind.Relu => "Relu",
        OperatorKind.Softmax => "Softmax",
        OperatorKind.Flatten => "Flatten",
        OperatorKind.Add => "Add",
        OperatorKind.Concat => "Concat",
        OperatorKind.Pad => "Pad",
        OperatorKind.GroupedConvolution => "Conv",
        OperatorKind.Constant => "Identity",
        OperatorKind.Reshape => "Reshape",
        OperatorKind.LocalResponseNormalization => "LRN",
        _ => throw new ExportException($"the operator {kind} has no translation to ONNX yet"),
    };

    private static IEnumerable<AttributeProto> AttributesOf(Operator op) => op switch
    {
        // The artifact stores weights output channels first, as (M, K): Gemm's second factor transposed.
        LinearOperator => [Number("transB", 1)],
        ConvolutionOperator convolution => Window(convolution.Window),
        MaxPoolOperator pool => Window(pool.Window),
        AveragePoolOperator pool => [.. Window(pool.Window), Number("count_include_pad", 0)],
        SoftmaxOperator => [Number("axis", -1)],
        FlattenOperator => [Number("axis", 1)],
        ConcatOperator concat => [Number("axis", concat.Axis + 1)],
        GroupedConvolutionOperator convolution => [.. Window(convolution.Window), Number("group", convolution.Groups)],
        UnaryOperator unary => UnaryNodes.AttributesOf(unary),
        AxisSoftmaxOperator softmax => [Number("axis", softmax.Axis + 1)],
        LocalResponseNormalizationOperator lrn => [Number("size", lrn.Size), Real("alpha", lrn.Scale), Real("beta", lrn.Exponent), Real("bias", lrn.Offset)],
        _ => [],
    };

    private static IEnumerable<AttributeProto> Window(SlidingWindow window) =>
    [
        Numbers("kernel_shape", window.Height, window.Width),
        Numbers("strides", window.StrideY, window.StrideX),
        Numbers("pads", window.PadTop, window.PadLeft, window.PadBottom, window.PadRight),
    ];
}
