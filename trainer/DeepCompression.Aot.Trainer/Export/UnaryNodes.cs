using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Functions of one number in ONNX's terms.</summary>
internal static class UnaryNodes
{
    /// <summary>The operator's name there, mostly the same.</summary>
    public static string TypeOf(UnaryFunction function) => function switch
    {
        UnaryFunction.GeluTanh => nameof(UnaryFunction.Gelu),
        _ => function.ToString(),
    };

    /// <summary>Rounding towards zero, for which ONNX has no operator: to integers and back.</summary>
    public static IReadOnlyList<NodeProto> Truncate(string input, string output, OnnxNames names)
    {
        string whole = names.Fresh(output + ".whole");
        return [Cast(input, whole, TensorProto.Types.DataType.Int64), Cast(whole, output, TensorProto.Types.DataType.Float)];
    }

    /// <summary>The operator set from which on it is there.</summary>
    public static int OperatorSetOf(UnaryFunction function) => function switch
    {
        UnaryFunction.Mish => 18,
        UnaryFunction.Gelu or UnaryFunction.GeluTanh => 20,
        UnaryFunction.Swish => 24,
        _ => OnnxExporter.OperatorSet,
    };

    /// <summary>Its parameters, which have the same names; bounds are inputs.</summary>
    public static IEnumerable<AttributeProto> AttributesOf(UnaryOperator op) => op.Function switch
    {
        UnaryFunction.Clip => [],
        UnaryFunction.GeluTanh =>
            [new AttributeProto { Name = "approximate", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("tanh") }],
        _ => UnaryFunctions.Parameters(op.Function).Select((name, i) => OnnxNodeList.Real(name, op.Settings[i])),
    };

    private static NodeProto Cast(string input, string output, TensorProto.Types.DataType type) =>
        new() { OpType = "Cast", Name = $"Cast_{output}", Input = { input }, Output = { output }, Attribute = { OnnxNodeList.Number("to", (long)type) } };
}
