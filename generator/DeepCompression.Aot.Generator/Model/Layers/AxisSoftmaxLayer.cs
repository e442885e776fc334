using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A softmax, its logarithm or its limit, along one axis.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Form">What becomes of the elements along the axis.</param>
/// <param name="Shape">The shape of both values.</param>
/// <param name="Axis">The axis.</param>
internal sealed record AxisSoftmaxLayer(int Output, int Input, SoftmaxForm Form, TensorShape Shape, int Axis) : UnaryLayer(Output, Input)
{
    /// <summary>Elements along the axis.</summary>
    public int Length => Shape[Axis];

    /// <summary>From one of them to the next.</summary>
    public int Step => Shape.Dimensions.Skip(Axis + 1).Aggregate(1, (product, size) => product * size);

    public override string DefaultName => Form.ToString();
}
