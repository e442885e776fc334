using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A weight (M, K) as the forward product reads it: in panels of <see cref="TileProduct.MaxRows"/> rows, each (K, rows).</summary>
internal sealed unsafe class WeightPanels(TrainedParameter weight)
{
    private readonly int _rows = weight.Shape.Rows;
    private readonly int _columns = weight.Shape.RowLength;
    private readonly AlignedBuffer _memory = new(checked(TileProduct.PanelsFor(weight.Shape.Rows) * weight.Shape.RowLength * TileProduct.MaxRows));

    /// <summary>The panels.</summary>
    public int Count => TileProduct.PanelsFor(_rows);

    /// <summary>One panel.</summary>
    public float* this[int panel] => _memory.Pointer + ((nint)panel * _columns * TileProduct.MaxRows);

    /// <summary>Copies the present values of one panel.</summary>
    public void Pack(int panel)
    {
        int rows = Math.Min(TileProduct.MaxRows, _rows - (panel * TileProduct.MaxRows));
        for (int row = 0; row < rows; row++)
        {
            float* source = weight.Values.Pointer + ((nint)((panel * TileProduct.MaxRows) + row) * _columns);
            float* target = this[panel] + row;
            for (int k = 0; k < _columns; k++)
            {
                target[k * TileProduct.MaxRows] = source[k];
            }
        }
    }
}
