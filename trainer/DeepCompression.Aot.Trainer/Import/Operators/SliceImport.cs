namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A range along some axes, forwards or backwards.</summary>
internal static class SliceImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        long[] starts = node.IntegersOf("starts", 1) ?? throw new NodeException("it has no starts");
        long[] ends = node.IntegersOf("ends", 2) ?? throw new NodeException("it has no ends");
        long[] axes = node.IntegersOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.IntegersOf("steps", 4) ?? [.. starts.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw new NodeException("its starts, ends, axes and steps are not as many");
        }

        ElementView view = ElementView.Of(shape);
        for (int i = 0; i < axes.Length; i++)
        {
            view = Along(view, Dimensions.Axis(axes[i], shape.Length), starts[i], ends[i], steps[i]);
        }

        return [view.Apply(node, node.Input(0), view.Sizes)];
    }

    /// <summary>Out of range bounds are moved to the nearest place there is, or to the one behind the last or before the first.</summary>
    private static ElementView Along(ElementView view, int axis, long start, long end, long step)
    {
        if (step is 0 or < -int.MaxValue)
        {
            throw new NodeException($"a step of {step} is not supported");
        }

        int size = view.Sizes[axis];
        if (size == 0)
        {
            return view;
        }

        (int lowest, int highest) = step > 0 ? (0, size) : (-1, size - 1);
        long first = Math.Clamp(start < 0 ? start + size : start, Math.Max(lowest, 0), highest);
        long last = Math.Clamp(end < 0 ? Math.Max(end, -(long)size - 1) + size : end, lowest, highest);

        // No step leads further than the axis is long, however large it is.
        int stride = (int)Math.Clamp(step, -size, size);
        long count = step > 0 ? (last - first + stride - 1) / stride : (first - last - stride - 1) / -stride;
        return view.Range(axis, (int)first, (int)Math.Max(0, count), stride);
    }
}
