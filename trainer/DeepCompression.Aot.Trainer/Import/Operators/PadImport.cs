using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Slices around a tensor: a number, or what lies inside, mirrored, repeated or going round; negative padding takes slices away.
/// </summary>
internal static class PadImport
{
    /// <summary>Far more than any network pads by, and far from overflow.</summary>
    private const int Largest = 1 << 20;

    public static ImportedValue[] Import(NodeImport node)
    {
        string mode = node.Attributes.Text("mode", "constant");
        float filling = node.Attributes.Number("value", node.OptionalConstant(2, "value")?.Floats[0] ?? 0);
        ImportedValue value = node.Input(0);
        (int[] before, int[] after) = Pads(node, value.Shape.Length);
        if (mode != "constant")
        {
            for (int axis = 0; axis < before.Length; axis++)
            {
                value = (before[axis] | after[axis]) == 0 ? value : Along(node, value, axis, before[axis], after[axis], mode);
            }

            return [value];
        }

        ElementView view = ElementView.Of(value.Shape);
        for (int axis = 0; axis < before.Length; axis++)
        {
            int taken = Math.Max(0, -before[axis]);
            view = view.Range(axis, taken, Math.Max(0, view.Sizes[axis] - taken - Math.Max(0, -after[axis])));
        }

        value = view.Apply(node, value, view.Sizes);
        int[] above = [.. before.Select(pad => Math.Max(0, pad))];
        int[] below = [.. after.Select(pad => Math.Max(0, pad))];
        return [above.Concat(below).All(pad => pad == 0) ? value : Constant(node, value, above, below, filling)];
    }

    /// <summary>A value with zeros before and after its axes.</summary>
    public static ComputedValue Zeros(NodeImport node, ComputedValue value, int[] before, int[] after) => Constant(node, value, before, after, 0);

    /// <summary>The padding before and after each axis.</summary>
    private static (int[] Before, int[] After) Pads(NodeImport node, int rank)
    {
        long[] given = node.IntegersOf("pads", 1) ?? throw new NodeException("it has no pads");
        int[] axes = node.OptionalConstant(3, "axes") is { } listed
            ? [.. listed.Integers.Select(axis => Dimensions.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        if (given.Length != 2 * axes.Length || given.Any(pad => pad is < -Largest or > Largest))
        {
            throw new NodeException($"its pads {string.Join(", ", given)} do not fit {axes.Length} axes");
        }

        (int[] before, int[] after) = (new int[rank], new int[rank]);
        for (int i = 0; i < axes.Length; i++)
        {
            before[axes[i]] = (int)given[i];
            after[axes[i]] = (int)given[i + axes.Length];
        }

        return (before, after);
    }

    /// <summary>A value with a number before and after its axes.</summary>
    public static ComputedValue Constant(NodeImport node, ImportedValue padded, int[] before, int[] after, float filling)
    {
        if (padded is not ComputedValue value || !float.IsFinite(filling))
        {
            throw new NodeException("only what the network computes is padded, and by a finite number");
        }

        if (filling == 0 && value.Shape is [1, _, _, _] && (before[0] | before[1] | after[0] | after[1]) == 0)
        {
            return ComputedValue.OfBatch(Planes.Padded(node, Planes.Of(node, value), before[2], before[3], after[2], after[3]));
        }

        int[] axes = [.. Enumerable.Range(0, before.Length).Where(axis => (before[axis] | after[axis]) != 0)];
        AxisView view = AxisView.Of(node, value, axes);
        AxisMargin[] margins = [.. before.Zip(after, (above, below) => new AxisMargin(above, below, 1)).Skip(view.Dropped)];
        ValueDraft draft = node.Network.Add((inputs, _) => new InsetOperator(inputs[0], new(margins), filling), [view.Draft]);
        return new ComputedValue(draft, [.. value.Shape.Select((size, axis) => before[axis] + size + after[axis])]);
    }

    private static ImportedValue Along(NodeImport node, ImportedValue value, int axis, int before, int after, string mode)
    {
        int size = value.Shape[axis];
        node.Memory.Take((long)size + before + after);
        return (long)size + before + after > 0 && size > 0
            ? GatherImport.Slices(node, value, axis, [.. Enumerable.Range(-before, size + before + after).Select(place => Inside(place, size, mode))])
            : throw new NodeException($"nothing is left of axis {axis} of {Dimensions.Text(value.Shape)}");
    }

    /// <summary>The slice that stands for a place outside.</summary>
    private static int Inside(int place, int size, string mode)
    {
        switch (mode)
        {
            case "edge":
                return Math.Clamp(place, 0, size - 1);
            case "wrap":
                return ((place % size) + size) % size;
            case "reflect":
                int period = Math.Max(1, 2 * (size - 1));
                int inPeriod = ((place % period) + period) % period;
                return Math.Min(inPeriod, period - inPeriod) % size;
            default:
                throw new NodeException($"mode '{mode}' is not known");
        }
    }
}
