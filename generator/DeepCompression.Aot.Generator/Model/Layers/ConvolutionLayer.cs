using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A 2-D convolution: input (C, H, W), weight (O, C, window height, window width), bias (O), output (O, Y, X). After the padding
/// pass its window has no padding. Where it pools, the layer's output is the largest of each 2×2 of the convolution's.
/// </summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Bias">The bias, or null.</param>
/// <param name="Window">Its window.</param>
/// <param name="InputShape">(C, H, W), with padding once that is explicit.</param>
/// <param name="OutputShape">(O, Y, X), before it pools.</param>
internal sealed record ConvolutionLayer(
    int Output, int Input, Parameter Weight, Parameter? Bias, SlidingWindow Window, TensorShape InputShape, TensorShape OutputShape)
    : WeightLayer(Output, Input, Weight, Bias)
{
    /// <summary>The largest magnitude that calibration saw in the input; null where it is not known.</summary>
    public float? CalibratedMagnitude { get; init; }

    /// <summary>How kernels that compute with integers take the input; null where the layer is to compute with floats.</summary>
    public IntegerActivations? IntegerActivations { get; init; }

    /// <summary>Whether max pooling over 2×2 windows side by side is part of the layer.</summary>
    public bool Pools { get; init; }

    public int Channels => OutputShape[0];

    /// <summary>Rows of an output plane, after pooling.</summary>
    public int OutputHeight => OutputShape[1] / PoolSize;

    /// <summary>Elements of an output row, after pooling.</summary>
    public int OutputWidth => OutputShape[2] / PoolSize;

    /// <summary>Elements of an output plane, after pooling.</summary>
    public int Positions => OutputHeight * OutputWidth;

    /// <summary>Windows that make one output element.</summary>
    public int Phases => PoolSize * PoolSize;

    /// <summary>Rows of the input that the windows of one output element span.</summary>
    public int PatchHeight => Window.Height + (Window.StrideY * (PoolSize - 1));

    /// <summary>Columns of the input that the windows of one output element span.</summary>
    public int PatchWidth => Window.Width + (Window.StrideX * (PoolSize - 1));

    /// <summary>Elements from one row of an input plane to the next.</summary>
    public int RowStride => InputShape[2];

    /// <summary>Elements from one input plane to the next.</summary>
    public int PlaneStride => InputShape[1] * InputShape[2];

    /// <summary>The weights that are not zero, also of a tensor that stores zeros like others.</summary>
    public int CountWeights() => Weight.Tensor is RawTensor raw ? raw.Values.Count(weight => weight != 0) : Weight.Tensor.Nnz;

    public override string DefaultName => "Conv";

    private int PoolSize => Pools ? 2 : 1;

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}
