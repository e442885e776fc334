namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A range of a constant along some axes.</summary>
internal static class SliceImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ConstantTensor data = node.Constant(0, "data");
        long[] starts = node.IntegersOf("starts", 1) ?? throw new NodeException("it has no starts");
        long[] ends = node.IntegersOf("ends", 2) ?? throw new NodeException("it has no ends");
        long[] axes = node.IntegersOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.IntegersOf("steps", 4) ?? [.. starts.Select(_ => 1L)];
        for (int i = 0; i < axes.Length; i++)
        {
            data = Along(data, Dimensions.Axis(axes[i], data.Rank), starts[i], ends[i], steps[i]);
        }

        return [new ConstantValue(data)];
    }

    private static ConstantTensor Along(ConstantTensor data, int axis, long start, long end, long step)
    {
        if (step < 1)
        {
            throw new NodeException($"a step of {step} is not supported");
        }

        int size = data.Shape[axis];
        long first = Math.Clamp(start < 0 ? start + size : start, 0, size);
        long last = Math.Clamp(end < 0 ? end + size : end, 0, size);
        int count = (int)Math.Max(0, (last - first + step - 1) / step);
        int inner = Dimensions.Count(data.Shape.AsSpan(axis + 1));
        int[] shape = [.. data.Shape];
        shape[axis] = count;
        return data.Pick(shape, target =>
        {
            (int outer, int rest) = Math.DivRem(target, count * inner);
            return (int)((((outer * size) + first + (rest / inner * step)) * inner) + (rest % inner));
        });
    }
}
