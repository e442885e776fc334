using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A 2-D convolution: input (C, H, W), weight (O, C, window height, window width), bias (O), output (O, Y, X). After the padding
/// pass its window has no padding.
/// </summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Bias">The bias, or null.</param>
/// <param name="Window">Its window.</param>
/// <param name="InputShape">(C, H, W), with padding once that is explicit.</param>
/// <param name="OutputShape">(O, Y, X).</param>
internal sealed record ConvolutionLayer(
    int Output, int Input, Parameter Weight, Parameter? Bias, SlidingWindow Window, TensorShape InputShape, TensorShape OutputShape)
    : WeightLayer(Output, Input, Weight, Bias)
{
    public int Channels => OutputShape[0];

    public int OutputHeight => OutputShape[1];

    public int OutputWidth => OutputShape[2];

    /// <summary>Elements from one row of an input plane to the next.</summary>
    public int RowStride => InputShape[2];

    /// <summary>Elements from one input plane to the next.</summary>
    public int PlaneStride => InputShape[1] * InputShape[2];

    public override string DefaultName => "Conv";

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
