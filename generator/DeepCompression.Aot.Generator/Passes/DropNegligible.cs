using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Makes zeros of a convolution's weights that are stored number by number and so small beside the tensor's largest that their products
/// are lost in the rounding of the others. Training with weight decay leaves whole channels of them, 10⁻³⁴ and less: kernels that skip
/// zeros then win, and in the others they no longer give denormal numbers, for each of which processors take a hundred cycles.
/// </summary>
internal static class DropNegligible
{
    /// <summary>2⁻⁶⁴: forty bits below the rounding of single precision.</summary>
    private const float Negligible = 1 / 18_446_744_073_709_551_616f;

    public static ModelPlan Run(ModelPlan plan) => plan with { Layers = new([.. plan.Layers.Select(Drop)]) };

    private static Layer Drop(Layer layer)
    {
        if (layer is not ConvolutionLayer { Weight: { Tensor: RawTensor tensor } parameter } convolution)
        {
            return layer;
        }

        float least = tensor.Values.Max(Math.Abs) * Negligible;
        return tensor.Values.Any(weight => weight != 0 && Math.Abs(weight) < least)
            ? convolution with { Weight = parameter with { Tensor = tensor with { Values = new([.. tensor.Values.Select(weight => Math.Abs(weight) < least ? 0 : weight)]) } } }
            : layer;
    }
}
