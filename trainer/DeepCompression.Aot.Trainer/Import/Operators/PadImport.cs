namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Zeros around the planes of an image.</summary>
internal static class PadImport
{
    /// <summary>Far more than any network pads by, and far from overflow.</summary>
    private const int Largest = 1 << 20;

    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        string mode = node.Attributes.Text("mode", "constant");
        float filling = node.Attributes.Number("value", node.OptionalConstant(2, "value")?.Floats[0] ?? 0);
        if (mode != "constant" || filling != 0)
        {
            throw new NodeException($"it pads by {(mode == "constant" ? "another number than 0" : mode)}; only zeros are supported");
        }

        int rank = value.Shape.Length;
        long[] given = node.IntegersOf("pads", 1) ?? throw new NodeException("it has no pads");
        int[] axes = node.OptionalConstant(3, "axes") is { } listed
            ? [.. listed.Integers.Select(axis => Dimensions.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        if (given.Length != 2 * axes.Length)
        {
            throw new NodeException($"it has {given.Length} pads for {axes.Length} axes");
        }

        var pads = new int[2 * rank];
        for (int i = 0; i < given.Length; i++)
        {
            int axis = axes[i % axes.Length];
            bool isSpatial = rank == 4 && axis >= 2;
            pads[axis + (i < axes.Length ? 0 : rank)] = given[i] == 0 || (isSpatial && given[i] is > 0 and <= Largest)
                ? (int)given[i]
                : throw new NodeException($"it pads axis {axis} of {Dimensions.Text(value.Shape)} by {given[i]}; only rows and columns of images can be padded");
        }

        return Array.TrueForAll(pads, pad => pad == 0)
            ? [value]
            : [ComputedValue.OfBatch(Planes.Padded(node, Planes.Of(node, value), pads[2], pads[3], pads[6], pads[7]))];
    }
}
