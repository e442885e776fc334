using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Import;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Verification.Peer;

/// <summary>An input of a model as ONNX Runtime takes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, batch first.</param>
/// <param name="Lowest">The least number that is drawn for it.</param>
/// <param name="Highest">The largest.</param>
internal sealed record PeerInput(string Name, DataType Type, int[] Shape, float Lowest, float Highest)
{
    /// <summary>Its elements.</summary>
    public int Length { get; } = Dimensions.Count(Shape);

    /// <summary>An input of a model's file. Real numbers are drawn from −1 to 1, small integers from all that their type has, others are 0 or 1, which any index may be.</summary>
    public static PeerInput Of(string name, DataType type, int[] shape) => IntegerLimits.Of(type) is { } limits
        ? new(name, type, shape, limits.Lowest, limits.Highest)
        : new(name, type, shape, IsReal(type) ? -1 : 0, 1);

    /// <summary>An input of an artifact, from −1 to 1, or what its contract makes of bytes.</summary>
    public static PeerInput Of(string name, TensorShape shape, InputNormalisation? contract)
    {
        int[] sizes = [1, .. shape.Dimensions];
        if (contract is null)
        {
            return Of(name, DataType.Float, sizes);
        }

        float[] ends = [.. contract.Scales.Zip(contract.Offsets, (scale, offset) => offset + (byte.MaxValue * scale)), .. contract.Offsets];
        return new(name, DataType.Float, sizes, ends.Min(), ends.Max());
    }

    /// <summary>Draws its elements, evenly between the bounds.</summary>
    public float[] Draw(ref SplitMix64 random)
    {
        var values = new float[Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = IsReal(Type) ? random.Between(Lowest, Highest) : Lowest + random.Below((int)(Highest - Lowest) + 1);
        }

        return values;
    }

    /// <summary>Its elements as ONNX Runtime takes them.</summary>
    public OnnxTensor Tensor(float[] values) =>
        new(Name, (int)Type, [.. Shape.Select(size => (long)size)], TensorBytes.Of(Type, values));

    private static bool IsReal(DataType type) => type is DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double;
}
