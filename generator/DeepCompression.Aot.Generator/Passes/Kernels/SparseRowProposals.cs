using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels that walk the non-zero weights of a fully connected layer row by row.</summary>
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
        yield return new ScalarRowsKernel(new(
            (tensor.Nnz * CostModel.ScalarWeight) + (linear.Rows * CostModel.ScalarRow),
            $"{NumberText.Grouped(tensor.Nnz)} weights one by one"));
    }
}
