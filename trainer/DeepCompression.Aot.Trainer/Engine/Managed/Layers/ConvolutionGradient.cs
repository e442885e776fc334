using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The weight gradient of a convolution, in tiles of output channels and places in the window.</summary>
internal sealed unsafe class ConvolutionGradient
{
    private readonly PaddedInput _input;
    private readonly Activation _output;
    private readonly TensorShape _outputShape;
    private readonly TrainedParameter _weight;
    private readonly SlidingWindow _window;
    private readonly int[] _columnOffsets;
    private readonly int[] _rowOffsets;

    public ConvolutionGradient(
        PaddedInput input, Activation output, TensorShape outputShape, TrainedParameter weight, SlidingWindow window)
    {
        _input = input;
        _output = output;
        _outputShape = outputShape;
        _weight = weight;
        _window = window;
        int area = window.Height * window.Width;
        _columnOffsets = Offsets(weight.Shape.RowLength, CorrelationTile.Columns, column =>
            input.Offset(column / area, column % area / window.Width, column % window.Width));
        _rowOffsets = Offsets(weight.Shape.Rows, CorrelationTile.Rows, row => row * (output.BlockLength / weight.Shape.Rows));
    }

    /// <summary>The number of tiles.</summary>
    public int Items => ColumnTiles * (_rowOffsets.Length / CorrelationTile.Rows);

    private int ColumnTiles => _columnOffsets.Length / CorrelationTile.Columns;

    /// <summary>Computes one tile over the whole batch.</summary>
    public void Compute(int item, int blocks)
    {
        (int rowTile, int columnTile) = Math.DivRem(item, ColumnTiles);
        int firstRow = rowTile * CorrelationTile.Rows;
        int firstColumn = columnTile * CorrelationTile.Columns;
        Span<float> sums = stackalloc float[CorrelationTile.Rows * CorrelationTile.Columns];
        new CorrelationTile
        {
            Gradient = _output.Gradients(0),
            GradientBlock = _output.BlockLength,
            RowOffsets = _rowOffsets.AsSpan(firstRow, CorrelationTile.Rows),
            Input = _input.Values(0),
            InputBlock = _input.BlockLength,
            ColumnOffsets = _columnOffsets.AsSpan(firstColumn, CorrelationTile.Columns),
            StepY = _input.Offset(0, _window.StrideY, 0),
            StepX = _input.Offset(0, 0, _window.StrideX),
            Height = _outputShape[1],
            Width = _outputShape[2],
            Blocks = blocks,
        }.Compute(sums);

        int rowLength = _weight.Shape.RowLength;
        int rows = Math.Min(CorrelationTile.Rows, _weight.Shape.Rows - firstRow);
        int columns = Math.Min(CorrelationTile.Columns, rowLength - firstColumn);
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = _weight.Gradient.Span.Slice(((firstRow + row) * rowLength) + firstColumn, columns);
            sums.Slice(row * CorrelationTile.Columns, columns).CopyTo(target);
        }
    }

    /// <summary>The offsets, with the last repeated to fill a tile: its sums are computed and not used.</summary>
    private static int[] Offsets(int count, int tile, Func<int, int> offset)
    {
        var offsets = new int[(count + tile - 1) / tile * tile];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = offset(Math.Min(i, count - 1));
        }

        return offsets;
    }
}
