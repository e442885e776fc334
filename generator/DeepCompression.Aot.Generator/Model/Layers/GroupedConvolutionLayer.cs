using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A 2-D convolution in groups: input (C, H, W), weight (O, C ÷ groups, window height, window width), bias (O), output (O, Y, X).
/// Its kernels find the edges of planes themselves; a microcontroller's read a padded copy, so that there, after the padding pass, its
/// window has no padding.
/// </summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Bias">The bias, or null.</param>
/// <param name="Window">Its window.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="InputShape">(C, H, W), with padding once that is explicit.</param>
/// <param name="OutputShape">(O, Y, X).</param>
internal sealed record GroupedConvolutionLayer(
    int Output, int Input, Parameter Weight, Parameter? Bias, SlidingWindow Window, int Groups, TensorShape InputShape, TensorShape OutputShape)
    : WeightLayer(Output, Input, Weight, Bias)
{
    /// <summary>Whether each group has one input channel.</summary>
    public bool IsDepthwise => Groups == InputShape[0];

    /// <summary>What outputs are at least, after the rectifier where there is one.</summary>
    public float Lowest { get; init; } = float.NegativeInfinity;

    /// <summary>What outputs are at most.</summary>
    public float Highest { get; init; } = float.PositiveInfinity;

    /// <summary>Whether outputs have bounds, but for the rectifier's.</summary>
    public bool IsBounded => !float.IsNegativeInfinity(Lowest) || !float.IsPositiveInfinity(Highest);

    /// <summary>A rectifier comes before the bounds, so that none behind them is taken in.</summary>
    public override bool CanRectify => !IsBounded;

    /// <summary>Elements of an output plane.</summary>
    public int Positions => OutputShape[1] * OutputShape[2];

    public override string DefaultName => IsDepthwise ? "Depthwise" : "Conv";

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
