using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>The integers that an element type has.</summary>
internal readonly record struct IntegerLimits(int Lowest, int Highest)
{
    /// <summary>The limits of a type of at most 16 bits, or null for other types.</summary>
    public static IntegerLimits? Of(DataType type) => type switch
    {
        DataType.Int8 => new(sbyte.MinValue, sbyte.MaxValue),
        DataType.Uint8 => new(byte.MinValue, byte.MaxValue),
        DataType.Int16 => new(short.MinValue, short.MaxValue),
        DataType.Uint16 => new(ushort.MinValue, ushort.MaxValue),
        _ => null,
    };
}
