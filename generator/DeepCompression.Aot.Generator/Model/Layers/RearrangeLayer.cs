using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>Elements of a value by steps along axes: transposed, sliced, repeated.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="InputShape">The shape of what it reads.</param>
/// <param name="OutputShape">The shape of what it computes.</param>
/// <param name="Walk">The steps, in as few axes as there can be.</param>
internal sealed record RearrangeLayer(int Output, int Input, TensorShape InputShape, TensorShape OutputShape, StridedWalk Walk) : Layer(Output)
{
    public override EquatableArray<int> Inputs => new([Input]);

    /// <summary>What it does to the value as a whole.</summary>
    public override string DefaultName => Walk.Strides.Any(stride => stride == 0)
        ? "Expand"
        : OutputShape.ElementCount == InputShape.ElementCount && Walk.Offset == 0 ? "Transpose" : "Slice";

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
