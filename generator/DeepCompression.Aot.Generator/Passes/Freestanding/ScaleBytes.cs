using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Where a microcontroller is to compute with integers, chooses the powers of two that they stand for. Activations have bytes, each tensor
/// with an exponent that is found when it runs; weights have at most 15 bits, and as many as leave room for the sums of a row.
/// </summary>
internal static class ScaleBytes
{
    /// <summary>A byte holds a magnitude below two to this power.</summary>
    private const int ActivationBits = 7;

    /// <summary>Weights are below two to this power: their codebook's error is far below that of activations.</summary>
    private const int WeightBits = 14;

    /// <summary>The sum of a row's products, and likewise its bias, is at most two to this power: both together fit 32 bits.</summary>
    private const int SumBits = 29;

    /// <summary>The exponent of the biases of a layer that has none; any that leaves sums unshifted does.</summary>
    private const int NoBiasExponent = 40;

    public static ModelPlan Run(ModelPlan plan)
    {
        if (plan.Source.Arithmetic != Arithmetic.Int8)
        {
            return plan;
        }

        int inputExponent = InputExponent(plan.Source.Artifact)!.Value;
        return plan with
        {
            InputExponent = inputExponent,
            Layers = new([.. plan.Layers.Select(layer => layer is WeightLayer weights ? Scaled(weights, plan.InputCount, inputExponent) : layer)]),
        };
    }

    /// <summary>The exponent with which bytes cover what the artifact says of its input; null where it says nothing.</summary>
    public static int? InputExponent(Artifact artifact)
    {
        float? magnitude = artifact.InputContract?.Inputs[0] is { } contract
            ? contract.Scales.Zip(contract.Offsets, (scale, offset) => Math.Max(Math.Abs(offset), Math.Abs((scale * byte.MaxValue) + offset))).Max()
            : artifact.ActivationScales.Where(scale => scale.Value == 0).Select(scale => (float?)scale.Maximum).FirstOrDefault();
        return magnitude is > 0 and float known ? ActivationBits - Bits(known) : null;
    }

    /// <summary>The value that a layer's exponent is chosen for, with what comes between: zeros around planes change no exponent.</summary>
    public static int LargestExponent(ModelPlan plan, int value) => plan.Layers
        .Where(layer => layer.Inputs.Contains(value))
        .Select(layer => layer is WeightLayer weights ? Kernel(weights).Bytes!.LargestInputExponent : LargestExponent(plan, layer.Output))
        .Append(NoBiasExponent)
        .Min();

    private static RowsKernel Kernel(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single();

    private static WeightLayer Scaled(WeightLayer layer, int inputCount, int inputExponent)
    {
        float[] weights = layer.Weight.Tensor.ToDense();
        int rowLength = layer.Weight.Tensor.Shape.RowLength;
        double largestRow = Enumerable.Range(0, weights.Length / rowLength)
            .Max(row => new ArraySegment<float>(weights, row * rowLength, rowLength).Sum(weight => Math.Abs((double)weight)));
        double largestWeight = weights.Max(weight => Math.Abs((double)weight));
        double largestBias = layer.Bias is null ? 0 : layer.Bias.Tensor.ToDense().Max(bias => Math.Abs((double)bias));

        int biasExponent = largestBias > 0 ? SumBits - Bits(largestBias) : NoBiasExponent;
        int weightExponent = largestWeight > 0 ? Math.Min(WeightBits - Bits(largestWeight), SumBits - ActivationBits - Bits(largestRow)) : 0;
        weightExponent = layer.Input < inputCount ? Math.Min(weightExponent, biasExponent - inputExponent) : weightExponent;
        return layer with { Kernels = new([Kernel(layer) with { Bytes = new(weightExponent, biasExponent) }]) };
    }

    /// <summary>The smallest power of two that is no less than a magnitude.</summary>
    private static int Bits(double magnitude) => (int)Math.Ceiling(Math.Log(magnitude, 2));
}
