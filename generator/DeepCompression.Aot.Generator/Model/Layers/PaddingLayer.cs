using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>Copies an input (C, H, W) into a larger one with the border of zeros that a window asks for.</summary>
internal sealed record PaddingLayer(int Output, int Input, SlidingWindow Window, TensorShape InputShape) : Layer(Output)
{
    public override EquatableArray<int> Inputs => new([Input]);

    public override string DefaultName => "Pad";

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
