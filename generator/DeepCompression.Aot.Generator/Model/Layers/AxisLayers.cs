using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer that works along axes of a value: rows before them, places along them, elements of a slice after them.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="InputShape">The shape of what it reads.</param>
/// <param name="Axis">The first axis.</param>
/// <param name="Axes">How many.</param>
internal abstract record AxisLayer(int Output, int Input, TensorShape InputShape, int Axis, int Axes = 1) : UnaryLayer(Output, Input)
{
    /// <summary>Places along the axes.</summary>
    public int Count => Product(InputShape.Dimensions.Skip(Axis).Take(Axes));

    /// <summary>Elements from one place to the next.</summary>
    public int Inner => Product(InputShape.Dimensions.Skip(Axis + Axes));

    private static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (product, size) => product * size);
}

/// <summary>Slices along an axis, by their indices.</summary>
internal sealed record GatherLayer(int Output, int Input, TensorShape InputShape, int Axis, EquatableArray<int> Indices)
    : AxisLayer(Output, Input, InputShape, Axis)
{
    public override string DefaultName => "Gather";
}

/// <summary>Elements along axes taken together to one.</summary>
internal sealed record ReduceLayer(int Output, int Input, TensorShape InputShape, int Axis, int Axes, ReduceFunction Function)
    : AxisLayer(Output, Input, InputShape, Axis, Axes)
{
    public override string DefaultName => $"Reduce{Function}";
}

/// <summary>Slices along an axis that are weighted sums of neighbouring ones.</summary>
internal sealed record InterpolateLayer(
    int Output, int Input, TensorShape InputShape, int Axis, int Taps, EquatableArray<float> Weights, EquatableArray<int> Firsts, EquatableArray<int> Phases)
    : AxisLayer(Output, Input, InputShape, Axis)
{
    public override string DefaultName => "Resize";
}
