using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Gives every layer with weights the one kernel that a microcontroller has for it. Weights that the artifact has coded stay packed, unless
/// the project wants them ready to run; a convolution then needs memory for its longest row.
/// </summary>
internal static class ReadRows
{
    /// <summary>Instructions that decode a weight, about as many cycles on a core that begins one in each.</summary>
    private const double CyclesPerWeight = 50;

    /// <summary>Instructions of a multiplication and addition, loads included.</summary>
    private const double CyclesPerProduct = 5;

    public static ModelPlan Run(ModelPlan plan) => plan with { Layers = new([.. plan.Layers.Select(layer => Choose(layer, plan.Source.Memory))]) };

    private static Layer Choose(Layer layer, WeightMemory memory)
    {
        if (layer is not WeightLayer weights)
        {
            return layer;
        }

        bool isPacked = memory != WeightMemory.ReadOnly && weights.Weight.Tensor is CodedTensor { Nnz: > 0 };
        int scratch = isPacked && weights is not LinearLayer ? LongestRow((CodedTensor)weights.Weight.Tensor) : 0;
        return weights with { Kernels = new([new RowsKernel(isPacked, scratch, Cost(weights, isPacked))]) };
    }

    private static Estimate Cost(WeightLayer layer, bool isPacked)
    {
        int nnz = layer.Weight.Tensor.Nnz;
        double products = (double)nnz * layer switch
        {
            ConvolutionLayer convolution => convolution.Positions * convolution.Phases,
            GroupedConvolutionLayer grouped => grouped.Positions,
            _ => 1,
        };
        string productsText = $"{NumberText.Grouped(products)} products";
        return isPacked
            ? new((nnz * CyclesPerWeight) + (products * CyclesPerProduct), $"{NumberText.Grouped(nnz)} weights decoded, {productsText}")
            : new(products * CyclesPerProduct, productsText);
    }

    private static int LongestRow(CodedTensor tensor)
    {
        var counts = new int[tensor.Shape.Rows];
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            counts[weights.Position / tensor.Shape.RowLength]++;
        }

        return counts.Max();
    }
}
