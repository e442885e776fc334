using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels that walk the non-zero weights of a fully connected layer row by row.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class SparseRowProposals
{
    private const int SlotsPerStep = 8;

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Weight.Tensor: CodedTensor { Nnz: > 0 } tensor } linear)
        {
            yield break;
        }

        // A row ends, on average, in the middle of a step.
        double slots = tensor.Nnz + (linear.Rows * (SlotsPerStep - 1) / 2.0);
        int slotBytes = sizeof(float) + (linear.HasShortColumns ? sizeof(ushort) : sizeof(int));
        yield return new GatherKernel(new(
            Math.Max(slots * CostModel.GatherSlot, CostModel.Read((long)slots * slotBytes)) + (linear.Rows * CostModel.GatherRow),
            $"{NumberText.Grouped(tensor.Nnz)} weights in {linear.Rows} rows, eight to a gather"));
        if (linear.HasShortColumns && tensor.Codebook.All(HalfWord.CanHold))
        {
            foreach (Kernel kernel in Lanes(linear, tensor))
            {
                yield return kernel;
            }
        }

        yield return new ScalarRowsKernel(new(
            (tensor.Nnz * CostModel.ScalarWeight) + (linear.Rows * CostModel.ScalarRow),
            $"{NumberText.Grouped(tensor.Nnz)} weights one by one"));
    }

    private static IEnumerable<LanesKernel> Lanes(LinearLayer layer, CodedTensor tensor)
    {
        int[] rowStart = TensorRows.Of(tensor).Start;
        int[] order = WindowWalk.HeaviestFirst(rowStart);
        long slots = 0;
        for (int place = 0; place < order.Length; place += LaneBuilder.GroupRows)
        {
            slots += LaneBuilder.GroupRows * (long)(rowStart[order[place] + 1] - rowStart[order[place]]);
        }

        double read = CostModel.Read(slots * sizeof(uint));
        double ends = (layer.Rows * CostModel.WindowRow) + (layer.Rows / LaneBuilder.GroupRows * CostModel.WindowGroup);
        string reason = $"{NumberText.Grouped(tensor.Nnz)} weights in {NumberText.Grouped(slots)} slots, sixteen rows side by side";
        yield return new(InstructionSet.Gather, new(Math.Max(slots * CostModel.GatherSlot, read) + ends, reason));
        yield return new(InstructionSet.Vector128, new(Math.Max(slots * CostModel.LoadedSlot, read) + ends, reason));
    }
}
