using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// The products of a weight (M, K) with the rows of a value, for every sample of a block at once: forward, back to the input, and back
/// to the weight. A row of a block is (elements, lanes).
/// </summary>
/// <param name="weight">The weight.</param>
/// <param name="panels">The weight as the forward product reads it.</param>
/// <param name="rows">Rows of a sample.</param>
internal sealed unsafe class RowProducts(TrainedParameter weight, WeightPanels panels, int rows)
{
    private const int ColumnPanel = TileProduct.MaxColumns;

    private static readonly Run[] OneRun = [default];

    // All rows of the batch, input and output gradient, with samples outermost, for the weight gradient, which sums over them.
    private AlignedBuffer? _inputPanels;
    private AlignedBuffer? _gradientPanels;

    /// <summary>The items of <see cref="ComputeGradient"/>.</summary>
    public int GradientItems => (K + ColumnPanel - 1) / ColumnPanel;

    private int M => weight.Shape.Rows;

    private int K => weight.Shape.RowLength;

    /// <summary>Makes room for batches of so many blocks.</summary>
    public void Reserve(int blocks)
    {
        long samples = (long)blocks * rows * Lanes.Count;
        _inputPanels = AlignedBuffer.Ensure(_inputPanels, samples * GradientItems * ColumnPanel);
        _gradientPanels = AlignedBuffer.Ensure(_gradientPanels, samples * panels.Count * TileProduct.MaxRows);
    }

    /// <summary>output (M) = weight · input (K) + bias (M).</summary>
    /// <param name="input">A row.</param>
    /// <param name="output">A row.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="accumulate">Whether the output is added to what is there.</param>
    public void Forward(float* input, float* output, float* bias, bool accumulate = false)
    {
        for (int panel = 0; panel < panels.Count; panel++)
        {
            int row = panel * TileProduct.MaxRows;
            new TileProduct
            {
                A = panels[panel],
                AStep = TileProduct.MaxRows,
                B = input,
                BStep = Lanes.Count,
                Runs = OneRun,
                Depth = K,
                C = output + (row * Lanes.Count),
                CStep = Lanes.Count,
                Rows = Math.Min(TileProduct.MaxRows, M - row),
                Columns = Lanes.Count,
                Bias = bias == null ? null : bias + row,
                Accumulate = accumulate,
            }.Compute();
        }
    }

    /// <summary>Input gradient (K) = weightᵀ · output gradient (M).</summary>
    /// <param name="gradient">A row.</param>
    /// <param name="target">A row.</param>
    /// <param name="accumulate">Whether it is added to what is there.</param>
    public void Backward(float* gradient, float* target, bool accumulate)
    {
        for (int row = 0; row < K; row += TileProduct.MaxRows)
        {
            new TileProduct
            {
                A = weight.Values.Pointer + row,
                AStep = K,
                B = gradient,
                BStep = Lanes.Count,
                Runs = OneRun,
                Depth = M,
                C = target + (row * Lanes.Count),
                CStep = Lanes.Count,
                Rows = Math.Min(TileProduct.MaxRows, K - row),
                Columns = Lanes.Count,
                Accumulate = accumulate,
            }.Compute();
        }
    }

    /// <summary>Lays out one row of a block as <see cref="ComputeGradient"/> reads it.</summary>
    /// <param name="blocks">Blocks of the batch.</param>
    /// <param name="block">The block.</param>
    /// <param name="row">The row.</param>
    /// <param name="input">The row's input.</param>
    /// <param name="gradient">The gradient of the row's output.</param>
    public void Keep(int blocks, int block, int row, float* input, float* gradient)
    {
        int samples = blocks * rows * Lanes.Count;
        int first = ((block * rows) + row) * Lanes.Count;
        Lanes.ToPanels(input, K, ColumnPanel, _inputPanels!.Pointer + ((nint)first * ColumnPanel), samples);
        Lanes.ToPanels(gradient, M, TileProduct.MaxRows, _gradientPanels!.Pointer + ((nint)first * TileProduct.MaxRows), samples);
    }

    /// <summary>One column panel of gradient (M, K) = Σ over the rows of all samples of output gradient (M) · input (K).</summary>
    public void ComputeGradient(int item, int blocks)
    {
        int samples = blocks * rows * Lanes.Count;
        int column = item * ColumnPanel;
        for (int panel = 0; panel < panels.Count; panel++)
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
                C = weight.Gradient.Pointer + ((nint)row * K) + column,
                CStep = K,
                Rows = Math.Min(TileProduct.MaxRows, M - row),
                Columns = Math.Min(ColumnPanel, K - column),
            }.Compute();
        }
    }
}
