using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The portable kernel of the direct convolution, which reads the input where it is.</summary>
internal static class ScalarTapsProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not ConvolutionLayer { Weight.Tensor: { Nnz: > 0 } tensor } convolution)
        {
            yield break;
        }

        double outputs = (double)convolution.Positions * convolution.Phases;
        yield return new ScalarTapsKernel(tensor is CodedTensor, new(
            (outputs * tensor.Nnz * CostModel.ScalarWeight) + (outputs * convolution.Channels * CostModel.ScalarRow),
            $"{NumberText.Grouped(tensor.Nnz)} taps at each of {NumberText.Grouped(outputs)} positions"));
    }
}
