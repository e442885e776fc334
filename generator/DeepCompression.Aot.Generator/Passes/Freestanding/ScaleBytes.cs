using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Where a microcontroller is to compute with integers, chooses the powers of two that they stand for. Activations have bytes, each tensor
/// with an exponent that calibration has found, or else is found when it runs; weights have at most 15 bits, and as many as leave room for
/// the sums of a row.
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
        HashSet<int> inputBytes = InputBytes(plan);
        plan = plan with
        {
            InputExponent = inputExponent,
            Layers = new([.. plan.Layers.Select(layer => layer is WeightLayer weights
                ? Scaled(weights, inputBytes.Contains(weights.Input) ? inputExponent : null)
                : layer)]),
        };
        Dictionary<int, float> magnitudes = Magnitudes(plan.Source.Artifact);
        return plan with { Layers = new([.. plan.Layers.Select(layer => WithForm(plan, layer, magnitudes))]) };
    }

    /// <summary>The exponent with which bytes cover what the artifact says of its input; null where it says nothing.</summary>
    public static int? InputExponent(Artifact artifact)
    {
        float? magnitude = artifact.InputContract?.Inputs[0] is { } contract
            ? contract.Scales.Zip(contract.Offsets, (scale, offset) => Math.Max(Math.Abs(offset), Math.Abs((scale * byte.MaxValue) + offset))).Max()
            : artifact.ActivationScales.Where(scale => scale.Value == 0).Select(scale => (float?)scale.Maximum).FirstOrDefault();
        return magnitude is > 0 and float known ? ActivationBits - Bits(known) : null;
    }

    /// <summary>The largest exponent that bytes may have for the layers that read them, and those that read what moves them.</summary>
    public static int LargestExponent(ModelPlan plan, int value) => plan.Layers
        .Where(layer => layer.Inputs.Contains(value))
        .Select(layer => layer is WeightLayer weights ? Kernel(weights).Bytes!.LargestInputExponent
            : MovesBytes(layer) ? LargestExponent(plan, layer.Output)
            : NoBiasExponent)
        .Append(NoBiasExponent)
        .Min();

    /// <summary>Whether a layer writes bytes of the exponent that it reads.</summary>
    public static bool MovesBytes(Layer layer) =>
        layer is PaddingLayer or PoolLayer { Kind: PoolKind.Max } or ReluLayer or CopyLayer or FunctionLayer { Function: UnaryFunction.Clip };

    private static RowsKernel Kernel(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single();

    /// <summary>The values that have the exponent of the network's input.</summary>
    private static HashSet<int> InputBytes(ModelPlan plan)
    {
        HashSet<int> values = [.. Enumerable.Range(0, plan.InputCount)];
        foreach (Layer layer in plan.Layers.Where(layer => MovesBytes(layer) && layer.Inputs.All(values.Contains)))
        {
            values.Add(layer.Output);
        }

        return values;
    }

    /// <param name="layer">The layer.</param>
    /// <param name="inputExponent">The exponent of its input where that is given; otherwise it is made to fit the layer.</param>
    private static WeightLayer Scaled(WeightLayer layer, int? inputExponent)
    {
        float[] weights = layer.Weight.Tensor.ToDense();
        int rowLength = layer.Weight.Tensor.Shape.RowLength;
        double largestRow = Enumerable.Range(0, weights.Length / rowLength)
            .Max(row => new ArraySegment<float>(weights, row * rowLength, rowLength).Sum(weight => Math.Abs((double)weight)));
        double largestWeight = weights.Max(weight => Math.Abs((double)weight));
        double largestBias = layer.Bias is null ? 0 : layer.Bias.Tensor.ToDense().Max(bias => Math.Abs((double)bias));

        int biasExponent = largestBias > 0 ? SumBits - Bits(largestBias) : NoBiasExponent;
        int weightExponent = largestWeight > 0 ? Math.Min(WeightBits - Bits(largestWeight), SumBits - ActivationBits - Bits(largestRow)) : 0;
        weightExponent = Math.Min(weightExponent, inputExponent is int exponent ? biasExponent - exponent : weightExponent);
        return layer with { Kernels = new([Kernel(layer) with { Bytes = new(weightExponent, biasExponent) }]) };
    }

    /// <summary>What calibration saw of values, reshaped ones under the number of the value before.</summary>
    private static Dictionary<int, float> Magnitudes(Artifact artifact)
    {
        var magnitudes = new Dictionary<int, float>();
        foreach (ActivationScale scale in artifact.ActivationScales)
        {
            int value = scale.Value;
            while (value >= artifact.Graph.Inputs.Length
                && artifact.Graph.Operators[value - artifact.Graph.Inputs.Length] is FlattenOperator or ReshapeOperator)
            {
                value = artifact.Graph.Operators[value - artifact.Graph.Inputs.Length].Inputs[0];
            }

            magnitudes[value] = scale.Maximum;
        }

        return magnitudes;
    }

    private static Layer WithForm(ModelPlan plan, Layer layer, Dictionary<int, float> magnitudes)
    {
        Layer[] readers = [.. plan.Layers.Where(reader => reader.Inputs.Contains(layer.Output))];
        if (MovesBytes(layer))
        {
            return layer with { OutputForm = OutputForm.Bytes };
        }

        if (readers.All(reader => reader is SoftmaxLayer))
        {
            // The network's output, or what a softmax reads: nothing of it is to be lost.
            return layer with { OutputForm = OutputForm.Sums };
        }

        return layer is WeightLayer or AddLayer && magnitudes.TryGetValue(layer.Output, out float magnitude)
            ? layer with { OutputForm = OutputForm.Bytes, CalibratedExponent = Math.Min(ActivationBits - Bits(magnitude), LargestExponent(plan, layer.Output)) }
            : layer with { OutputForm = OutputForm.Narrowed };
    }

    /// <summary>The smallest power of two that is no less than a magnitude.</summary>
    private static int Bits(double magnitude) => (int)Math.Ceiling(Math.Log(magnitude, 2));
}
