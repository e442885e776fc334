using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A value set into a larger one that is filled with one number otherwise.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="InputShape">The shape of what it reads.</param>
/// <param name="OutputShape">The shape of what it computes.</param>
/// <param name="Walk">Where in the output each element of the input goes.</param>
/// <param name="Filling">The number around and between them.</param>
internal sealed record InsetLayer(int Output, int Input, TensorShape InputShape, TensorShape OutputShape, StridedWalk Walk, float Filling)
    : UnaryLayer(Output, Input)
{
    public override string DefaultName => "Pad";
}
