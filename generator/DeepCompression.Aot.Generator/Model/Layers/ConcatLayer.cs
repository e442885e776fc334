using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>Values one after another along an axis.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Parts">The values it reads.</param>
/// <param name="OutputShape">The shape of the value it computes.</param>
/// <param name="Axis">The axis.</param>
internal sealed record ConcatLayer(int Output, EquatableArray<int> Parts, TensorShape OutputShape, int Axis) : Layer(Output)
{
    /// <summary>Whether the layers before compute the parts where the output has them, so that there is nothing left to do.</summary>
    public bool IsInPlace { get; init; }

    public override EquatableArray<int> Inputs => Parts;

    /// <summary>Parts of the output that have something of each value, one after another.</summary>
    public int Rows => OutputShape.Dimensions.Take(Axis).Aggregate(1, (product, size) => product * size);

    public override string DefaultName => "Concat";

    public override Layer WithInputs(Func<int, int> replace) => this with { Parts = new([.. Parts.Select(replace)]) };
}
