using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The kernel of convolutions in groups; groups are small, so it takes zeros for weights like others.</summary>
internal static class GroupedProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not GroupedConvolutionLayer { Weight.Tensor: { Nnz: > 0 } tensor } grouped)
        {
            yield break;
        }

        double products = (double)tensor.Shape.ElementCount * grouped.Positions;
        double cycles = products * CostModel.GroupedProduct;
        yield return new GroupedKernel(tensor is CodedTensor, new(cycles, $"{NumberText.Grouped(products)} products"));
        if (tensor is CodedTensor)
        {
            yield return new StreamedGroupedKernel((int)tensor.Shape.ElementCount, new(
                cycles + (tensor.Nnz * CostModel.DecodedWeight) + CostModel.DecodingTables,
                $"{NumberText.Grouped(products)} products, {NumberText.Grouped(tensor.Nnz)} weights decoded"));
        }
    }
}
