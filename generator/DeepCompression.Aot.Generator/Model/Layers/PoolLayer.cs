using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>How a pooling layer reduces its window.</summary>
internal enum PoolKind
{
    /// <summary>The largest element.</summary>
    Max,

    /// <summary>The mean of the elements, padding not counted.</summary>
    Average,
}

/// <summary>Pooling of each channel of an input (C, H, W) over a window.</summary>
internal sealed record PoolLayer(int Output, int Input, PoolKind Kind, SlidingWindow Window, TensorShape InputShape) : Layer(Output)
{
    /// <summary>Whether windows are 2×2, side by side and without padding.</summary>
    public bool IsHalving => Window is { Height: 2, Width: 2, StrideY: 2, StrideX: 2, HasPadding: false };

    public override EquatableArray<int> Inputs => new([Input]);

    public override string DefaultName => Kind == PoolKind.Max ? "MaxPool" : "AveragePool";

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
