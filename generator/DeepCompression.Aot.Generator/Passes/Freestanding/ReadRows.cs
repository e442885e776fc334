using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Gives every layer with weights the one kernel that a microcontroller has, with memory for its longest row.</summary>
internal static class ReadRows
{
    /// <summary>Instructions that decode a weight, about as many cycles on a core that begins one in each.</summary>
    private const double CyclesPerWeight = 50;

    /// <summary>Instructions of a multiplication and addition, loads included.</summary>
    private const double CyclesPerProduct = 5;

    public static ModelPlan Run(ModelPlan plan) => plan with { Layers = new([.. plan.Layers.Select(Choose)]) };

    private static Layer Choose(Layer layer) =>
        layer is WeightLayer weights ? weights with { Kernels = new([new RowsKernel(LongestRow(weights.Weight.Tensor), Cost(weights))]) } : layer;

    private static Estimate Cost(WeightLayer layer)
    {
        int nnz = layer.Weight.Tensor.Nnz;
        double products = (double)nnz * layer switch
        {
            ConvolutionLayer convolution => convolution.Positions * convolution.Phases,
            GroupedConvolutionLayer grouped => grouped.Positions,
            _ => 1,
        };
        return new((nnz * CyclesPerWeight) + (products * CyclesPerProduct), $"{NumberText.Grouped(nnz)} weights decoded, {NumberText.Grouped(products)} products");
    }

    private static int LongestRow(Tensor tensor)
    {
        if (tensor is not CodedTensor coded)
        {
            // All of a row's weights are stored, zeros among them.
            return tensor.Nnz == 0 ? 0 : tensor.Shape.RowLength;
        }

        var counts = new int[tensor.Shape.Rows];
        var weights = new CodedWeightReader(coded);
        while (weights.MoveNext())
        {
            counts[weights.Position / tensor.Shape.RowLength]++;
        }

        return counts.Max();
    }
}
