using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>How a node's window slides: kernel_shape, strides, pads, auto_pad, dilations and ceil_mode, for one or two spatial axes.</summary>
/// <param name="Kernel">The window's size by axis.</param>
/// <param name="Strides">Its step by axis.</param>
/// <param name="Before">Padding before each axis.</param>
/// <param name="After">Padding after each axis.</param>
/// <param name="Dilations">The distance of its taps by axis.</param>
internal sealed record WindowAttributes(int[] Kernel, int[] Strides, int[] Before, int[] After, int[] Dilations)
{
    private const int SpatialAxes = 2;

    /// <summary>The most rows or columns of anything here: far beyond real networks, and far from overflow.</summary>
    private const int Largest = 1 << 20;

    /// <summary>The window in the artifact's terms, its taps side by side.</summary>
    public SlidingWindow Window => new(Reach(0), Reach(1), Strides[0], Strides[1], Before[0], Before[1], After[0], After[1]);

    public bool HasPadding => Before.Concat(After).Any(padding => padding > 0);

    /// <summary>Whether a window could lie in the padding alone, which the artifact's windows never do.</summary>
    public bool IsPaddedByAWindow => Enumerable.Range(0, SpatialAxes).Any(axis => Before[axis] >= Reach(axis) || After[axis] >= Reach(axis));

    public bool IsDilated => Dilations.Any(dilation => dilation > 1);

    /// <summary>Rows or columns from the first tap to the last.</summary>
    public int Reach(int axis) => ((Kernel[axis] - 1) * Dilations[axis]) + 1;

    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The shape that it reads: batch, channels, rows, columns.</param>
    /// <param name="weightKernel">The window's size as the weight says it, where there is one.</param>
    public static WindowAttributes Read(NodeImport node, int[] input, int[]? weightKernel = null)
    {
        if (input.Length != SpatialAxes + 2)
        {
            throw new NodeException($"it slides over {Dimensions.Text(input)}; only images (batch, channels, rows, columns) are supported");
        }

        NodeAttributes attributes = node.Attributes;
        int[] kernel = Numbers(attributes, "kernel_shape", SpatialAxes) ?? weightKernel ?? throw new NodeException("it has no kernel_shape");
        if (weightKernel is not null && !kernel.SequenceEqual(weightKernel))
        {
            throw new NodeException($"its kernel_shape {Dimensions.Text(kernel)} is not that of its weight, {Dimensions.Text(weightKernel)}");
        }

        int[] pads = Numbers(attributes, "pads", 2 * SpatialAxes) ?? new int[2 * SpatialAxes];
        int[] strides = Positive(Numbers(attributes, "strides", SpatialAxes) ?? [1, 1], "strides");
        int[] dilations = Positive(Numbers(attributes, "dilations", SpatialAxes) ?? [1, 1], "dilations");
        var window = new WindowAttributes(Positive(kernel, "kernel_shape"), strides, pads[..SpatialAxes], pads[SpatialAxes..], dilations);
        return window
            .WithAutomaticPadding(attributes.Text("auto_pad", "NOTSET"), input)
            .WithLastPosition(attributes.Flag("ceil_mode"), input);
    }

    private WindowAttributes WithAutomaticPadding(string mode, int[] input)
    {
        if (mode == "NOTSET")
        {
            return this;
        }

        if (mode == "VALID")
        {
            return this with { Before = [0, 0], After = [0, 0] };
        }

        if (mode is not ("SAME_UPPER" or "SAME_LOWER"))
        {
            throw new NodeException($"auto_pad '{mode}' is not known");
        }

        int[] all = [.. Enumerable.Range(0, SpatialAxes).Select(axis => SamePadding(axis, input[axis + 2]))];
        int[] less = [.. all.Select(padding => padding / 2)];
        int[] more = [.. all.Select(padding => padding - (padding / 2))];
        return mode == "SAME_UPPER" ? this with { Before = less, After = more } : this with { Before = more, After = less };
    }

    /// <summary>What gives a position for every step over the input.</summary>
    private int SamePadding(int axis, int size)
    {
        int positions = (size + Strides[axis] - 1) / Strides[axis];
        return Math.Max(0, ((positions - 1) * Strides[axis]) + Reach(axis) - size);
    }

    /// <summary>
    /// With ceil_mode a last position that does not fit counts too, if it begins inside the input or the padding before it: padding
    /// after the axis, which pools leave out, makes it fit.
    /// </summary>
    private WindowAttributes WithLastPosition(bool roundsUp, int[] input)
    {
        if (!roundsUp)
        {
            return this;
        }

        int[] after = [.. After];
        for (int axis = 0; axis < SpatialAxes; axis++)
        {
            int size = input[axis + 2];
            int free = size + Before[axis] + After[axis] - Reach(axis);
            int rest = free % Strides[axis];
            int next = free - rest + Strides[axis];
            if (free >= 0 && rest > 0 && next < size + Before[axis])
            {
                after[axis] += Strides[axis] - rest;
            }
        }

        return this with { After = after };
    }

    private static int[]? Numbers(NodeAttributes attributes, string name, int count)
    {
        if (attributes.Integers(name) is not { } numbers)
        {
            return null;
        }

        return numbers.Length == count && Array.TrueForAll(numbers, number => number is >= 0 and <= Largest)
            ? [.. numbers.Select(number => (int)number)]
            : throw new NodeException($"{name} {string.Join(", ", numbers)} is not supported");
    }

    private static int[] Positive(int[] numbers, string name) => Array.TrueForAll(numbers, number => number > 0)
        ? numbers
        : throw new NodeException($"{name} {string.Join(", ", numbers)} must be at least 1");
}
