using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A fully connected layer: output (M) = weight (M, K) · input (K) + bias (M).</summary>
internal sealed unsafe class LinearLayer(LayerInput input, Activation output, TrainedParameter weight, TrainedParameter? bias)
    : WeightLayer(ConvolutionGeometry.Linear(input, output), weight, bias, MostSparseDensity)
{
    // Measured on layers of 784×300 and 800×500: a kept weight alone costs two to three times what it costs among all.
    private const double MostSparseDensity = 0.4;

    private const int ColumnPanel = TileProduct.MaxColumns;

    private static readonly Run[] OneRun = [default];

    // The batch's inputs and output gradients with samples outermost, for the weight gradient, which sums over them.
    private AlignedBuffer? _inputPanels;
    private AlignedBuffer? _gradientPanels;

    public override int DenseGradientItems => InputPanels;

    private int InputPanels => (K + ColumnPanel - 1) / ColumnPanel;

    public override void Reserve(int blocks)
    {
        base.Reserve(blocks);
        long samples = (long)blocks * Lanes.Count;
        _inputPanels = AlignedBuffer.Ensure(_inputPanels, samples * InputPanels * ColumnPanel);
        _gradientPanels = AlignedBuffer.Ensure(_gradientPanels, samples * TileProduct.PanelsFor(M) * TileProduct.MaxRows);
    }

    protected override void ForwardDense(int block)
    {
        for (int panel = 0; panel < TileProduct.PanelsFor(M); panel++)
        {
            int row = panel * TileProduct.MaxRows;
            new TileProduct
            {
                A = RowPanel(panel),
                AStep = TileProduct.MaxRows,
                B = Input.Activation.Values(block),
                BStep = Lanes.Count,
                Runs = OneRun,
                Depth = K,
                C = Output.Values(block) + (row * Lanes.Count),
                CStep = Lanes.Count,
                Rows = Math.Min(TileProduct.MaxRows, M - row),
                Columns = Lanes.Count,
                Bias = BiasFrom(row),
            }.Compute();
        }
    }

    protected override void PrepareDenseGradient(in Pass pass, int block)
    {
        int samples = pass.Blocks * Lanes.Count;
        int first = block * Lanes.Count;
        Lanes.ToPanels(Input.Activation.Values(block), K, ColumnPanel, _inputPanels!.Pointer + (first * ColumnPanel), samples);
        Lanes.ToPanels(Output.Gradients(block), M, TileProduct.MaxRows, _gradientPanels!.Pointer + (first * TileProduct.MaxRows), samples);
    }

    /// <summary>One column panel of gradient (M, K) = Σ over samples of output gradient (M) · input (K).</summary>
    protected override void ComputeDenseGradient(int item, int blocks)
    {
        int samples = blocks * Lanes.Count;
        int column = item * ColumnPanel;
        for (int panel = 0; panel < TileProduct.PanelsFor(M); panel++)
        {
            int row = panel * TileProduct.MaxRows;
            new TileProduct
            {
                A = _gradientPanels!.Pointer + ((nint)panel * samples * TileProduct.MaxRows),
                AStep = TileProduct.MaxRows,
                B = _inputPanels!.Pointer + ((nint)item * samples * ColumnPanel),
                BStep = ColumnPanel,
                Runs = OneRun,
                Depth = samples,
                C = Weight.Gradient.Pointer + ((nint)row * K) + column,
                CStep = K,
                Rows = Math.Min(TileProduct.MaxRows, M - row),
                Columns = Math.Min(ColumnPanel, K - column),
            }.Compute();
        }
    }

    /// <summary>Input gradient (K) = weightᵀ (K, M) · output gradient (M).</summary>
    protected override void ComputeDenseInputGradient(int block)
    {
        for (int row = 0; row < K; row += TileProduct.MaxRows)
        {
            new TileProduct
            {
                A = Weight.Values.Pointer + row,
                AStep = K,
                B = Output.Gradients(block),
                BStep = Lanes.Count,
                Runs = OneRun,
                Depth = M,
                C = Input.Activation.Gradients(block) + (row * Lanes.Count),
                CStep = Lanes.Count,
                Rows = Math.Min(TileProduct.MaxRows, K - row),
                Columns = Lanes.Count,
                Accumulate = Input.Accumulate,
            }.Compute();
        }
    }
}
