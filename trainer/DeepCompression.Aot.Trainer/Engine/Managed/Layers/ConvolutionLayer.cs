using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A 2-D convolution: input (C, H, W), weight (O, C, window height, window width), output (O, Y, X). Every window position is a matrix
/// product over the lanes of a block that reads the input where it lies; only a padded input is copied first.
/// </summary>
internal sealed unsafe class ConvolutionLayer : WeightLayer
{
    private readonly SlidingWindow _window;
    private readonly PaddedInput _padded;
    private readonly ConvolutionGradient _weightGradient;
    private readonly ConvolutionTranspose? _inputGradient;
    private readonly Run[] _runs;
    private readonly int _height;
    private readonly int _width;

    public ConvolutionLayer(
        LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape,
        TrainedParameter weight, TrainedParameter? bias, SlidingWindow window)
        : base(input, output, weight, bias)
    {
        _window = window;
        _height = outputShape[1];
        _width = outputShape[2];
        _padded = new PaddedInput(input.Activation, inputShape, window);
        _weightGradient = new ConvolutionGradient(_padded, output, outputShape, weight, window);
        _inputGradient = input.NeedsGradient
            ? new ConvolutionTranspose(input, inputShape, output, outputShape, weight, window)
            : null;
        _runs = new Run[inputShape[0] * window.Height];
        for (int run = 0; run < _runs.Length; run++)
        {
            // One run for each row of the window in each channel: its elements are neighbours in the input.
            (int channel, int y) = Math.DivRem(run, window.Height);
            _runs[run] = new Run(run * window.Width * TileProduct.MaxRows, _padded.Offset(channel, y, 0));
        }
    }

    public override int PackItems => base.PackItems + (_inputGradient?.PackItems ?? 0);

    public override int GradientItems => _weightGradient.Items;

    public override void Reserve(int blocks)
    {
        base.Reserve(blocks);
        _padded.Reserve(blocks);
    }

    public override void Pack(int item)
    {
        if (item < base.PackItems)
        {
            base.Pack(item);
        }
        else
        {
            _inputGradient!.Pack(item - base.PackItems);
        }
    }

    public override void Forward(in Pass pass, int block)
    {
        _padded.Fill(block);
        float* input = _padded.Values(block);
        float* output = Output.Values(block);
        int plane = _height * _width * Lanes.Count;
        for (int row = 0; row < M; row += TileProduct.MaxRows)
        {
            for (int position = 0; position < _height * _width; position++)
            {
                (int y, int x) = Math.DivRem(position, _width);
                new TileProduct
                {
                    A = RowPanel(row / TileProduct.MaxRows),
                    AStep = TileProduct.MaxRows,
                    B = input + _padded.Offset(0, y * _window.StrideY, x * _window.StrideX),
                    BStep = Lanes.Count,
                    Runs = _runs,
                    Depth = _window.Width,
                    C = output + ((nint)row * plane) + (position * Lanes.Count),
                    CStep = plane,
                    Rows = Math.Min(TileProduct.MaxRows, M - row),
                    Columns = Lanes.Count,
                    Bias = BiasFrom(row),
                }.Compute();
            }
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        SumBias(block);
        _inputGradient?.Compute(block);
    }

    public override void ComputeGradient(int item, int blocks) => _weightGradient.Compute(item, blocks);
}
