using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer with a weight tensor, maybe a bias, and maybe a rectifier on its sums.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Weight">The weight, output channels first.</param>
/// <param name="Bias">One number for each output channel, or null.</param>
internal abstract record WeightLayer(int Output, int Input, Parameter Weight, Parameter? Bias) : Layer(Output)
{
    /// <summary>Whether the epilogue rectifies.</summary>
    public bool Relu { get; init; }

    /// <summary>The ways to compute the layer, best first; the last needs no vector instructions. Empty until the kernel pass.</summary>
    public EquatableArray<Kernel> Kernels { get; init; } = EquatableArray<Kernel>.Empty;

    /// <summary>Whether its epilogue has a place for a rectifier.</summary>
    public virtual bool CanRectify => true;

    /// <summary>The layer that its kernels compute: itself, or where it calls them many times what it calls.</summary>
    public virtual WeightLayer Product => this;

    /// <summary>What the method is called, after the layer's name, that runs a kernel once, where the layer does so many times.</summary>
    public virtual string? PartSuffix => null;

    /// <summary>As many floats as the most demanding kernel needs.</summary>
    public override int ScratchLength => Kernels.Select(kernel => kernel.ScratchLength).Append(0).Max();

    public override EquatableArray<int> Inputs => new([Input]);
}

/// <summary>A parameter of the artifact: its number, and its name where it has one.</summary>
internal sealed record Parameter(int Number, string? Name, Tensor Tensor);
