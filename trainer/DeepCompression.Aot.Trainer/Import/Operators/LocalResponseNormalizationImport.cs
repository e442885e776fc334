using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>LRN: elements divided by a power of the mean square of the channels around them.</summary>
internal static class LocalResponseNormalizationImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int size = (int)Math.Clamp(node.Attributes.Integer("size", 0), 0, int.MaxValue);
        float scale = node.Attributes.Number("alpha", 1e-4f);
        float exponent = node.Attributes.Number("beta", 0.75f);
        float offset = node.Attributes.Number("bias", 1);
        if (size < 1)
        {
            throw new NodeException("its size is not at least 1");
        }

        if (!(scale >= 0 && offset > 0))
        {
            throw new NodeException("its alpha is negative or its bias not greater than zero, so that its divisor may be zero");
        }

        if (value.Shape is not [1, _, ..])
        {
            throw new NodeException($"it reads {Dimensions.Text(value.Shape)}; what is supported is one sample at a time (1, channels, …)");
        }

        ValueDraft planes = node.Network.Shaped(value.Draft, new(value.Shape[1..]));
        return node.Emit((inputs, _) => new LocalResponseNormalizationOperator(inputs[0], size, scale, exponent, offset), [planes]);
    }
}
