using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// What a convolution reads and writes: input (C, H, W), output (O, Y, X), and the window (height, width) between them. A fully
/// connected layer is the convolution of a plane of one element with a window of one.
/// </summary>
internal sealed class ConvolutionGeometry(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window, int groups = 1)
{
    /// <summary>The groups into which the channels of input and output fall; an output channel reads those of its own.</summary>
    public int Groups { get; } = groups;

    /// <summary>The input channels that an output channel reads.</summary>
    public int GroupChannels { get; } = inputShape[0] / groups;

    public LayerInput Input { get; } = input;

    public TensorShape InputShape { get; } = inputShape;

    public Activation Output { get; } = output;

    public TensorShape OutputShape { get; } = outputShape;

    public SlidingWindow Window { get; } = window;

    /// <summary>The input with the window's padding.</summary>
    public PaddedInput Padded { get; } = new(input.Activation, inputShape, window);

    /// <summary>The output's gradient as the sparse input gradient reads it; reserved where that is computed.</summary>
    public SpreadGradient Spread { get; } = new(inputShape, output, outputShape, window);

    public int OutputHeight => OutputShape[1];

    public int OutputWidth => OutputShape[2];

    /// <summary>The first input channel that an output channel reads.</summary>
    public int FirstChannel(int output) => output / (OutputShape[0] / Groups) * GroupChannels;

    /// <summary>The geometry of a fully connected layer.</summary>
    public static ConvolutionGeometry Linear(LayerInput input, Activation output) =>
        new(input, new TensorShape(input.Activation.Elements, 1, 1), output, new TensorShape(output.Elements, 1, 1), new SlidingWindow(1));
}
