using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer that reads one value and has nothing else to know.</summary>
internal abstract record UnaryLayer(int Output, int Input) : Layer(Output)
{
    public override EquatableArray<int> Inputs => new([Input]);

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}

/// <summary>max(x, 0), element by element, where no layer before it could take it into its epilogue.</summary>
internal sealed record ReluLayer(int Output, int Input) : UnaryLayer(Output, Input)
{
    public override string DefaultName => "Relu";
}

/// <summary>exp(x) divided by its sum over a vector.</summary>
internal sealed record SoftmaxLayer(int Output, int Input) : UnaryLayer(Output, Input)
{
    public override string DefaultName => "Softmax";
}

/// <summary>The same elements in another shape; gone after the aliasing pass.</summary>
internal sealed record ReshapeLayer(int Output, int Input) : UnaryLayer(Output, Input)
{
    public override string DefaultName => "Reshape";
}

/// <summary>The same elements in other memory: for an output that is also an input, or is asked for twice.</summary>
internal sealed record CopyLayer(int Output, int Input) : UnaryLayer(Output, Input)
{
    public override string DefaultName => "Copy";
}

/// <summary>A batch in another order: from sample after sample to element after element, or back.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Interleaves">Whether it puts the same element of all samples side by side.</param>
internal sealed record SamplesLayer(int Output, int Input, int Samples, bool Interleaves) : UnaryLayer(Output, Input)
{
    public override string DefaultName => Interleaves ? "Interleave" : "Separate";
}

/// <summary>The sum of two values of the same shape, maybe rectified.</summary>
internal sealed record AddLayer(int Output, int Left, int Right) : Layer(Output)
{
    /// <summary>Whether the sums are rectified.</summary>
    public bool Relu { get; init; }

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public override string DefaultName => "Add";

    public override Layer WithInputs(Func<int, int> replace) => this with { Left = replace(Left), Right = replace(Right) };
}
