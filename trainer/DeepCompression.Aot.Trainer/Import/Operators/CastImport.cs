using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Conversion between element types: numbers are single precision here, whatever the model has.</summary>
internal static class CastImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        var target = (DataType)node.Attributes.Integer("to", 0);
        node.Attributes.Ignore("saturate", "round_mode");
        bool toFloat = target is DataType.Float or DataType.Float16 or DataType.Double or DataType.Bfloat16;
        bool toInteger = target is DataType.Int64 or DataType.Int32;
        return node.Input(0) switch
        {
            ComputedValue value when target is DataType.Float or DataType.Double => [value with { IsInteger = false }],
            ComputedValue { IsInteger: true } value when toInteger => [value],
            ComputedValue value when toInteger => [BinaryImport.WholeNumbers(node, value)],
            ConstantValue { Tensor: { IsFloat: true } } constant when target is DataType.Float or DataType.Double => [constant],
            ConstantValue { Tensor: { IsFloat: false } } constant when toInteger => [constant],
            ConstantValue { Tensor: { IsFloat: false } tensor } when toFloat => [new ConstantValue(new(tensor.Shape, [.. tensor.Integers.Select(value => (float)value)]))],
            ConstantValue { Tensor: { IsFloat: true } tensor } when toInteger => [new ConstantValue(new(tensor.Shape, [.. tensor.Floats.Select(value => (long)value)]))],
            _ => throw new NodeException($"a conversion to {target} is not supported"),
        };
    }
}
