using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Where the weights of a tensor lie; kernels differ in how well they pack them.</summary>
internal static class TensorRows
{
    /// <summary>The number of each row's first weight, and the column of each weight.</summary>
    public static (int[] RowStart, ushort[] Columns) Of(CodedTensor tensor)
    {
        var rowStart = new int[tensor.Shape.Rows + 1];
        var columns = new ushort[tensor.WeightCount];
        var weights = new CodedWeightReader(tensor);
        for (int weight = 0; weights.MoveNext(); weight++)
        {
            int row = weights.Position / tensor.Shape.RowLength;
            columns[weight] = (ushort)(weights.Position - (row * tensor.Shape.RowLength));
            rowStart[row + 1] = weight + 1;
        }

        // A row without weights ends where the one before it does.
        for (int row = 1; row < rowStart.Length; row++)
        {
            rowStart[row] = Math.Max(rowStart[row], rowStart[row - 1]);
        }

        return (rowStart, columns);
    }
}
