using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.StateDictionaries;

/// <summary>What a safetensors file says of one tensor.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal sealed record SafetensorsEntry(ElementType Type, long[] Shape, long Start, long End)
{
    /// <summary>The dimensions as they are printed.</summary>
    public string ShapeText => Shape.Length == 0 ? "a scalar" : string.Join('×', Shape);

    public bool HasShape(TensorShape shape) => Shape.AsSpan().SequenceEqual([.. shape.Dimensions.Select(dimension => (long)dimension)]);
}
