using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>How a node's window slides: kernel_shape, strides, pads, auto_pad, dilations and ceil_mode, for every axis behind batch and channels.</summary>
/// <param name="Kernel">The window's size by axis.</param>
/// <param name="Strides">Its step by axis.</param>
/// <param name="Before">Padding before each axis.</param>
/// <param name="After">Padding after each axis.</param>
/// <param name="Dilations">The distance of its taps by axis.</param>
/// <param name="Beyond">How far the last position reaches beyond the padding after each axis, which only ceil_mode allows.</param>
internal sealed record WindowAttributes(int[] Kernel, int[] Strides, int[] Before, int[] After, int[] Dilations, int[] Beyond)
{
    /// <summary>The axes of a value that are none of its space: batch and channels.</summary>
    public const int OuterAxes = 2;

    private const int MaxAxes = 3;

    /// <summary>The most rows or columns of anything here: far beyond real networks, and far from overflow.</summary>
    private const int Largest = 1 << 20;

    /// <summary>The axes that it slides along.</summary>
    public int Axes => Kernel.Length;

    public bool HasPadding => Before.Concat(After).Any(padding => padding > 0);

    /// <summary>Whether a window could lie in the padding alone, which the artifact's windows never do.</summary>
    public bool IsPaddedByAWindow => Enumerable.Range(0, Axes).Any(axis => Before[axis] >= Reach(axis) || After[axis] + Beyond[axis] >= Reach(axis));

    public bool IsDilated => Dilations.Any(dilation => dilation > 1);

    /// <summary>The window over the last axes in the artifact's terms, its taps side by side; a single axis is across one row.</summary>
    public SlidingWindow Window => Axes == 1 ? Over(null, 0) : Over(Axes - 2, Axes - 1);

    /// <summary>Rows or columns from the first tap to the last.</summary>
    public int Reach(int axis) => ((Kernel[axis] - 1) * Dilations[axis]) + 1;

    /// <summary>The window over two axes in the artifact's terms, or where there is nothing across or down, over one.</summary>
    public SlidingWindow Over(int? down, int? across)
    {
        (int height, int strideY, int top, int bottom) = Along(down);
        (int width, int strideX, int left, int right) = Along(across);
        return new(height, width, strideY, strideX, top, left, bottom, right);
    }

    /// <summary>The number of positions along an axis of an input.</summary>
    /// <exception cref="NodeException">There is none: the window is larger than the input with its padding.</exception>
    public int Positions(int axis, int size)
    {
        long free = (long)size + Before[axis] + After[axis] + Beyond[axis] - Reach(axis);
        return free is >= 0 and < int.MaxValue
            ? (int)(free / Strides[axis]) + 1
            : throw new NodeException($"a window over {Reach(axis)} does not fit into {size} with its padding");
    }

    /// <summary>The same without padding, once that is part of the input.</summary>
    public WindowAttributes Unpadded() => this with { Before = new int[Axes], After = new int[Axes] };

    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The shape that it reads: batch, channels, then one to three axes.</param>
    /// <param name="weightKernel">The window's size as the weight says it, where there is one.</param>
    public static WindowAttributes Read(NodeImport node, int[] input, int[]? weightKernel = null)
    {
        int axes = input.Length - OuterAxes;
        if (axes is < 1 or > MaxAxes)
        {
            throw new NodeException($"it slides over {Dimensions.Text(input)}; only batch, channels and one to {MaxAxes} axes are supported");
        }

        NodeAttributes attributes = node.Attributes;
        int[] kernel = Numbers(attributes, "kernel_shape", axes) ?? weightKernel ?? throw new NodeException("it has no kernel_shape");
        if (weightKernel is not null && !kernel.SequenceEqual(weightKernel))
        {
            throw new NodeException($"its kernel_shape {Dimensions.Text(kernel)} is not that of its weight, {Dimensions.Text(weightKernel)}");
        }

        int[] pads = Numbers(attributes, "pads", 2 * axes) ?? new int[2 * axes];
        int[] ones = [.. Enumerable.Repeat(1, axes)];
        int[] strides = Positive(Numbers(attributes, "strides", axes) ?? ones, "strides");
        int[] dilations = Positive(Numbers(attributes, "dilations", axes) ?? ones, "dilations");
        if (kernel.Zip(dilations, (size, dilation) => (long)size * dilation).Any(reach => reach > Largest))
        {
            throw new NodeException($"a window of {Dimensions.Text(kernel)} with dilations {Dimensions.Text(dilations)} is not supported");
        }

        var window = new WindowAttributes(Positive(kernel, "kernel_shape"), strides, pads[..axes], pads[axes..], dilations, new int[axes]);
        return window
            .WithAutomaticPadding(attributes.Text("auto_pad", "NOTSET"), input)
            .WithLastPosition(attributes.Flag("ceil_mode"), input);
    }

    /// <summary>Padding of which half is on either side; what is left over is after an axis with SAME_UPPER and before it otherwise.</summary>
    public WindowAttributes WithPadding(int[] all, bool isUpper)
    {
        int[] less = [.. all.Select(padding => padding / 2)];
        int[] more = [.. all.Select(padding => padding - (padding / 2))];
        return isUpper ? this with { Before = less, After = more } : this with { Before = more, After = less };
    }

    private (int Size, int Stride, int Before, int After) Along(int? axis) =>
        axis is int real ? (Reach(real), Strides[real], Before[real], After[real] + Beyond[real]) : (1, 1, 0, 0);

    private WindowAttributes WithAutomaticPadding(string mode, int[] input) => mode switch
    {
        "NOTSET" => this,
        "VALID" => Unpadded(),
        "SAME_UPPER" or "SAME_LOWER" => WithPadding([.. Enumerable.Range(0, Axes).Select(axis => SamePadding(axis, input[axis + OuterAxes]))], mode == "SAME_UPPER"),
        _ => throw new NodeException($"auto_pad '{mode}' is not known"),
    };

    /// <summary>What gives a position for every step over the input.</summary>
    private int SamePadding(int axis, int size)
    {
        int positions = (size + Strides[axis] - 1) / Strides[axis];
        return Math.Max(0, ((positions - 1) * Strides[axis]) + Reach(axis) - size);
    }

    /// <summary>
    /// With ceil_mode a last position that does not fit counts too, if it begins inside the input or the padding before it: room
    /// beyond the padding, which pools leave out, makes it fit.
    /// </summary>
    private WindowAttributes WithLastPosition(bool roundsUp, int[] input)
    {
        if (!roundsUp)
        {
            return this;
        }

        int[] beyond = new int[Axes];
        for (int axis = 0; axis < Axes; axis++)
        {
            int size = input[axis + OuterAxes];
            int free = size + Before[axis] + After[axis] - Reach(axis);
            int rest = free % Strides[axis];
            int next = free - rest + Strides[axis];
            if (free >= 0 && rest > 0 && next < size + Before[axis])
            {
                beyond[axis] = Strides[axis] - rest;
            }
        }

        return this with { Beyond = beyond };
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
