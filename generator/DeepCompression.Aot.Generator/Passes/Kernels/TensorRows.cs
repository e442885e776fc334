using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Where the weights of a tensor lie; kernels differ in how well they pack them.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class TensorRows
{
    /// <summary>The weights row by row.</summary>
    public static RowWeights Of(CodedTensor tensor)
    {
        var rowStart = new int[tensor.Shape.Rows + 1];
        var columns = new ushort[tensor.WeightCount];
        var codes = new byte[tensor.WeightCount];
        var weights = new CodedWeightReader(tensor);
        for (int weight = 0; weights.MoveNext(); weight++)
        {
            int row = weights.Position / tensor.Shape.RowLength;
            columns[weight] = (ushort)(weights.Position - (row * tensor.Shape.RowLength));
            codes[weight] = (byte)(weights.Index + 1);
            rowStart[row + 1] = weight + 1;
        }

        // A row without weights ends where the one before it does.
        for (int row = 1; row < rowStart.Length; row++)
        {
            rowStart[row] = Math.Max(rowStart[row], rowStart[row - 1]);
        }

        return new(rowStart, columns, codes);
    }
}
