namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Batch normalisation in inference: for each channel (x − mean) ÷ √(variance + ε) · scale + offset, folded into the layer that
/// computes x where there is one.
/// </summary>
internal static class BatchNormalizationImport
{
    private const float DefaultEpsilon = 1e-5f;

    public static ImportedValue[] Import(NodeImport node)
    {
        double epsilon = node.Attributes.Number("epsilon", DefaultEpsilon);
        node.Attributes.Ignore("momentum", "spatial");
        if (node.Attributes.Flag("training_mode"))
        {
            throw new NodeException("it is in training mode; export the model for inference");
        }

        ComputedValue value = node.Computed(0);
        float[] scale = Channels(node, value, 1, "scale");
        float[] offset = Channels(node, value, 2, "offset");
        float[] mean = Channels(node, value, 3, "mean");
        float[] variance = Channels(node, value, 4, "variance");
        double[] factors = [.. scale.Select((factor, channel) => factor / Math.Sqrt(variance[channel] + epsilon))];
        double[] terms = [.. offset.Select((term, channel) => term - (mean[channel] * factors[channel]))];
        return AffineFolding.TryFold(value, factors, terms)
            ? [value]
            : [NormalizationImport.ByChannel(node, value, [.. factors.Select(factor => (float)factor)], [.. terms.Select(term => (float)term)])];
    }

    private static float[] Channels(NodeImport node, ComputedValue value, int input, string what)
    {
        float[] numbers = node.Constant(input, what).Floats;
        return value.Shape.Length >= 2 && numbers.Length == value.Shape[1]
            ? numbers
            : throw new NodeException($"its {what} has {numbers.Length} elements for an input of {Dimensions.Text(value.Shape)}");
    }
}
