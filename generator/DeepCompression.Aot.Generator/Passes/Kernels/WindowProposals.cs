using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels in the sliding-window layout. How many steps the weights take depends on where they lie, so these are counted.</summary>
internal static class WindowProposals
{
    /// <summary>Centroids that a slot can name.</summary>
    private const int MaxCentroids = 31;

    private const int StepBytes = sizeof(ushort) + (WindowShape.Lanes * sizeof(uint));

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Weight.Tensor: CodedTensor { Nnz: > 0, Codebook.Length: <= MaxCentroids } tensor } linear
            || linear.Columns < WindowShape.Floats.Width
            || !linear.HasShortColumns)
        {
            return [];
        }

        (int[] rowStart, ushort[] columns) = Rows(tensor);
        WindowKernel single = Propose(linear, rowStart, columns, WindowShape.Floats);
        WindowKernel paired = Propose(linear, rowStart, columns, WindowShape.PairedFloats);
        return [single.Estimate.Cycles < paired.Estimate.Cycles ? single : paired];
    }

    private static WindowKernel Propose(LinearLayer layer, int[] rowStart, ushort[] columns, WindowShape shape)
    {
        var walk = new WindowWalk(rowStart, columns, layer.Columns, shape);
        long steps = walk.CountSteps();
        double sums = steps * (shape.Paired ? CostModel.PairedWindowStep : CostModel.WindowStep);
        double ends = (walk.Groups * CostModel.WindowGroup) + (layer.Rows * CostModel.WindowRow);
        return new WindowKernel(shape.Paired, new(
            Math.Max(sums, CostModel.Read(steps * StepBytes)) + ends,
            $"{NumberText.Grouped(layer.Weight.Tensor.Nnz)} weights in {NumberText.Grouped(steps)} steps of {WindowShape.Lanes * shape.SlotsPerLane} slots"));
    }

    /// <summary>The number of each row's first weight, and the column of each weight.</summary>
    private static (int[] RowStart, ushort[] Columns) Rows(CodedTensor tensor)
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
