namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Resizing, axis by axis: what is nearest by its index, everything else as sums of neighbours whose weights are known now. Where an
/// output lies outside of what is cropped, it is a number.
/// </summary>
internal static class ResizeImport
{
    /// <summary>The first operator set whose Resize has more than scales.</summary>
    private const int HasCoordinates = 11;

    /// <summary>The largest new size of an axis: far beyond any image.</summary>
    private const int Largest = 1 << 20;

    public static ImportedValue[] Resize(NodeImport node)
    {
        if (node.OperatorSet < HasCoordinates)
        {
            return Upsample(node);
        }

        NodeAttributes attributes = node.Attributes;
        ComputedValue value = node.Computed(0);
        int rank = value.Shape.Length;
        int[] axes = attributes.Integers("axes") is { } given
            ? [.. given.Select(axis => Dimensions.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        var settings = new ResizeSettings(
            attributes.Text("mode", "nearest"),
            attributes.Text("coordinate_transformation_mode", "half_pixel"),
            attributes.Text("nearest_mode", "round_prefer_floor"),
            attributes.Number("cubic_coeff_a", -0.75f),
            attributes.Flag("exclude_outside"),
            attributes.Flag("antialias"));
        float outside = attributes.Number("extrapolation_value", 0);
        string policy = attributes.Text("keep_aspect_ratio_policy", "stretch");
        float[]? roi = settings.IsCropped ? node.Constant(1, "region").Numbers : null;
        (double Scale, int Size)[] sizes = Sizes(node, [.. axes.Select(axis => value.Shape[axis])], policy);
        if (sizes.Length != axes.Length || (roi is not null && roi.Length != 2 * axes.Length))
        {
            throw new NodeException("its sizes, scales or region are not as many as its axes");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            var axis = new ResizedAxis(settings, value.Shape[axes[i]], sizes[i].Scale, sizes[i].Size, roi?[i] ?? 0, roi?[i + axes.Length] ?? 1);
            value = Along(node, value, axes[i], axis, outside);
        }

        return [value];
    }

    /// <summary>Older operators that only know scales, and coordinates that begin at 0.</summary>
    public static ImportedValue[] Upsample(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        string mode = node.Attributes.Text("mode", "nearest");
        float[] scales = node.Attributes.Numbers("scales") ?? node.Constant(1, "list of scales").Floats;
        var settings = new ResizeSettings(mode, "asymmetric", "floor", 0, ExcludesOutside: false, IsSmoothed: false);
        if (scales.Length != value.Shape.Length)
        {
            throw new NodeException("its scales are not as many as its axes");
        }

        for (int axis = 0; axis < scales.Length; axis++)
        {
            int size = value.Shape[axis];
            value = Along(node, value, axis, new ResizedAxis(settings, size, scales[axis], Scaled(size, scales[axis]), 0, 1), outside: 0);
        }

        return [value];
    }

    private static ComputedValue Along(NodeImport node, ComputedValue value, int axis, ResizedAxis resized, float outside)
    {
        if (resized.IsUnchanged)
        {
            return value;
        }

        node.Memory.Take(resized.MostTerms * AxisWeights.NumbersPerTerm);

        // Outputs outside of what is cropped are in front and behind; in between, all are inside.
        int[] inside = [.. Enumerable.Range(0, resized.Size).Where(resized.IsInside)];
        if (inside.Length == 0)
        {
            throw new NodeException("its region lies outside of what it resizes");
        }

        ComputedValue result = resized.IsNearest
            ? (ComputedValue)GatherImport.Slices(node, value, axis, [.. inside.Select(resized.Nearest)])
            : AxisWeights.Apply(node, value, axis, [.. inside.Select(resized.Weights)]);
        if (inside.Length == resized.Size)
        {
            return result;
        }

        var before = new int[value.Shape.Length];
        var after = new int[value.Shape.Length];
        (before[axis], after[axis]) = (inside[0], resized.Size - 1 - inside[^1]);
        return PadImport.Constant(node, result, before, after, outside);
    }

    /// <summary>The scale and the new size of each axis: given as scales, or as sizes, which may have to keep the aspect.</summary>
    private static (double Scale, int Size)[] Sizes(NodeImport node, int[] old, string policy)
    {
        if (node.OptionalConstant(2, "list of scales") is { Length: > 0 } scales)
        {
            return [.. scales.Floats.Zip(old, (scale, size) => ((double)scale, Scaled(size, scale)))];
        }

        long[] wanted = node.Constant(3, "list of sizes").Integers;
        double[] ratios = [.. wanted.Zip(old, (size, before) => size / (double)before)];
        double? common = policy switch
        {
            "stretch" => null,
            "not_larger" => ratios.Min(),
            "not_smaller" => ratios.Max(),
            _ => throw new NodeException($"keep_aspect_ratio_policy '{policy}' is not known"),
        };
        return common is double one
            ? [.. old.Select(size => (one, Checked(Math.Floor((size * one) + 0.5))))]
            : [.. ratios.Zip(wanted, (ratio, size) => (ratio, Checked(size)))];
    }

    private static int Scaled(int size, double scale) => Checked(Math.Floor(size * scale));

    private static int Checked(double size) => size is >= 1 and <= Largest ? (int)size : throw new NodeException($"it resizes to {size}, which is no size");
}
