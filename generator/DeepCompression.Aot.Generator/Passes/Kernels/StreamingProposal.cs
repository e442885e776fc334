using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The kernel that keeps no weights: never the fastest, but for least memory the only one of large layers.</summary>
internal static class StreamingProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer.Weight.Tensor is not CodedTensor { Nnz: > 0 } tensor || layer is not (LinearLayer or ConvolutionLayer { Pools: false }))
        {
            yield break;
        }

        double taps = layer is ConvolutionLayer convolution ? (double)tensor.Nnz * convolution.Positions * CostModel.ScalarWeight : 0;
        yield return new StreamingKernel(new(
            (tensor.Nnz * CostModel.DecodedWeight) + CostModel.DecodingTables + taps, $"{NumberText.Grouped(tensor.Nnz)} weights decoded"));
    }
}
