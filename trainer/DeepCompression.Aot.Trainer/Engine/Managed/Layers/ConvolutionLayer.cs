using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A 2-D convolution: input (C, H, W), weight (O, C, window height, window width), output (O, Y, X). Every window position is a matrix
/// product over the lanes of a block that reads the input where it lies; only a padded input is copied first.
/// </summary>
internal sealed unsafe class ConvolutionLayer : WeightLayer
{
    // Measured on LeNet-5's second layer: each kept weight reads its inputs from the second-level cache, where the dense kernels
    // read them once for ten output channels.
    private const double MostSparseDensity = 0.5;

    // Its first layer, whose few inputs stay in the first-level cache and get no gradient, is faster so at any density.
    private const double MostSparseDensityOfFirst = 1;

    private readonly ConvolutionGradient _weightGradient;
    private readonly ConvolutionTranspose? _inputGradient;
    private readonly Run[] _runs;

    public ConvolutionLayer(ConvolutionGeometry geometry, TrainedParameter weight, TrainedParameter? bias)
        : base(geometry, weight, bias, geometry.Input.NeedsGradient ? MostSparseDensity : MostSparseDensityOfFirst)
    {
        SlidingWindow window = geometry.Window;
        _weightGradient = new ConvolutionGradient(geometry.Padded, Output, geometry.OutputShape, weight, window);
        _inputGradient = Input.NeedsGradient
            ? new ConvolutionTranspose(Input, geometry.InputShape, Output, geometry.OutputShape, weight, window)
            : null;
        _runs = new Run[geometry.InputShape[0] * window.Height];
        for (int run = 0; run < _runs.Length; run++)
        {
            // One run for each row of the window in each channel: its elements are neighbours in the input.
            (int channel, int y) = Math.DivRem(run, window.Height);
            _runs[run] = new Run(run * window.Width * TileProduct.MaxRows, geometry.Padded.Offset(channel, y, 0));
        }
    }

    public override int DenseGradientItems => _weightGradient.Items;

    protected override int DensePackItems => base.DensePackItems + (_inputGradient?.PackItems ?? 0);

    protected override void PackDense(int item)
    {
        if (item < base.DensePackItems)
        {
            base.PackDense(item);
        }
        else
        {
            _inputGradient!.Pack(item - base.DensePackItems);
        }
    }

    protected override void ForwardDense(int block)
    {
        SlidingWindow window = Geometry.Window;
        int positions = Geometry.OutputHeight * Geometry.OutputWidth;
        float* input = Geometry.Padded.Values(block);
        float* output = Output.Values(block);
        int plane = positions * Lanes.Count;
        for (int row = 0; row < M; row += TileProduct.MaxRows)
        {
            for (int position = 0; position < positions; position++)
            {
                (int y, int x) = Math.DivRem(position, Geometry.OutputWidth);
                new TileProduct
                {
                    A = Panels[row / TileProduct.MaxRows],
                    AStep = TileProduct.MaxRows,
                    B = input + Geometry.Padded.Offset(0, y * window.StrideY, x * window.StrideX),
                    BStep = Lanes.Count,
                    Runs = _runs,
                    Depth = window.Width,
                    C = output + ((nint)row * plane) + (position * Lanes.Count),
                    CStep = plane,
                    Rows = Math.Min(TileProduct.MaxRows, M - row),
                    Columns = Lanes.Count,
                    Bias = BiasFrom(row),
                }.Compute();
            }
        }
    }

    protected override void ComputeDenseInputGradient(int block) => _inputGradient!.Compute(block);

    protected override void ComputeDenseGradient(int item, int blocks) => _weightGradient.Compute(item, blocks);
}
