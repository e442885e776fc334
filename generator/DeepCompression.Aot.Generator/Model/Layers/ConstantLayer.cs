using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A value that is the same in every inference: nothing is computed, it is read where it is stored.</summary>
internal sealed record ConstantLayer(int Output, Parameter Tensor) : Layer(Output)
{
    public override EquatableArray<int> Inputs => EquatableArray<int>.Empty;

    public override string DefaultName => "Constant";

    public override Layer WithInputs(Func<int, int> replace) => this;
}
