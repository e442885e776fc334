using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The kernel of convolutions in groups; groups are small, so it takes zeros for weights like others.</summary>
internal static class GroupedProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is GroupedConvolutionLayer { Weight.Tensor: { Nnz: > 0 } tensor } grouped)
        {
            double products = (double)tensor.Shape.ElementCount * grouped.Positions;
            double each = grouped.Window.StrideX == 1 ? CostModel.VectorMultiplyAdd / 4 : CostModel.ScalarWeight;
            yield return new GroupedKernel(tensor is CodedTensor, new(products * each, $"{NumberText.Grouped(products)} products"));
        }
    }
}
