using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Pooling over a window or over whole planes, along one to three axes. What a window takes together along one axis it takes together
/// of all of them, so pools of three axes are two operators; and every channel of every sample is a plane of its own.
/// </summary>
internal static class PoolImport
{
    public static ImportedValue[] Max(NodeImport node)
    {
        // In what order indices count does not matter: nothing may use them.
        node.Attributes.Ignore("storage_order");
        ComputedValue value = node.Computed(0);
        WindowAttributes window = WindowAttributes.Read(node, value.Shape);
        for (int axis = 0; axis < window.Axes; axis++)
        {
            if (window.Dilations[axis] > 1)
            {
                (value, window) = SideBySide(node, value, window, axis);
            }
        }

        return [Over(node, value, window, isMax: true)];
    }

    public static ImportedValue[] Average(NodeImport node)
    {
        bool countsPadding = node.Attributes.Flag("count_include_pad");
        ComputedValue value = node.Computed(0);
        WindowAttributes window = WindowAttributes.Read(node, value.Shape);
        return [window.IsDilated ? Weighted(node, value, window, countsPadding) : Average(node, value, window, countsPadding)];
    }

    /// <summary>The root of the sum of powers, from the mean of the powers, all padding counted.</summary>
    public static ImportedValue[] Lp(NodeImport node)
    {
        long power = node.Attributes.Integer("p", 2);
        ComputedValue value = node.Computed(0);
        WindowAttributes window = WindowAttributes.Read(node, value.Shape);
        ComputedValue powers = Norms.Powers(node, value, power);
        window = window with { After = [.. window.After.Zip(window.Beyond, (after, beyond) => after + beyond)], Beyond = new int[window.Axes] };
        ComputedValue mean = window.IsDilated ? Weighted(node, powers, window, countsPadding: true) : Average(node, powers, window, countsPadding: true);
        return [Norms.Root(node, Arithmetic.Times(node, mean, Dimensions.Count(window.Kernel)), power)];
    }

    public static ImportedValue[] GlobalAverage(NodeImport node) => Whole(node, ReduceFunction.Mean, isMax: false);

    public static ImportedValue[] GlobalMax(NodeImport node) => Whole(node, ReduceFunction.Max, isMax: true);

    public static ImportedValue[] GlobalLp(NodeImport node)
    {
        long power = node.Attributes.Integer("p", 2);
        ComputedValue sums = ReduceImport.Along(node, Norms.Powers(node, node.Computed(0), power), ReduceFunction.Sum, Space(node.Computed(0)));
        return [Norms.Root(node, sums, power)];
    }

    /// <summary>Pools of whole images are a window as large; of whatever else, elements along all axes of space.</summary>
    private static ImportedValue[] Whole(NodeImport node, ReduceFunction function, bool isMax)
    {
        ComputedValue value = node.Computed(0);
        return value.Shape is [1, int channels, int height, int width]
            ? [Slide(node, value, [1, channels, 1, 1], new SlidingWindow(height, width, 1, 1, 0, 0, 0, 0), isMax)]
            : [ReduceImport.Along(node, value, function, Space(value))];
    }

    private static int[] Space(ComputedValue value) => value.Shape.Length > WindowAttributes.OuterAxes
        ? [.. Enumerable.Range(WindowAttributes.OuterAxes, value.Shape.Length - WindowAttributes.OuterAxes)]
        : throw new NodeException($"it pools {Dimensions.Text(value.Shape)}, which has no axes of space");

    /// <summary>
    /// The mean of each window. Where padding counts, it has to be elements; but not what ceil_mode adds beyond it, which counts nowhere.
    /// </summary>
    private static ComputedValue Average(NodeImport node, ComputedValue value, WindowAttributes window, bool countsPadding)
    {
        if (!countsPadding || !window.HasPadding)
        {
            return Over(node, value, window, isMax: false);
        }

        ComputedValue padded = PadImport.Zeros(node, value, [0, 0, .. window.Before], [0, 0, .. window.After]);
        return Over(node, padded, window.Unpadded(), isMax: false);
    }

    /// <summary>Windows whose taps lie apart, each as a window of its own with the taps side by side: those in the padding repeat another.</summary>
    private static (ComputedValue Value, WindowAttributes Window) SideBySide(NodeImport node, ComputedValue value, WindowAttributes window, int axis)
    {
        int size = value.Shape[axis + WindowAttributes.OuterAxes];
        int positions = window.Positions(axis, size);
        node.Memory.Take((long)positions * window.Kernel[axis]);
        var taps = new List<int>();
        for (int position = 0; position < positions; position++)
        {
            int first = (position * window.Strides[axis]) - window.Before[axis];
            int[] all = [.. Enumerable.Range(0, window.Kernel[axis]).Select(tap => first + (tap * window.Dilations[axis]))];
            int inside = Array.FindIndex(all, tap => tap >= 0 && tap < size);
            taps.AddRange(inside >= 0
                ? all.Select(tap => tap >= 0 && tap < size ? tap : all[inside])
                : throw new NodeException("a window lies in the padding alone"));
        }

        var gathered = (ComputedValue)GatherImport.Slices(node, value, axis + WindowAttributes.OuterAxes, [.. taps]);
        return (gathered, window with
        {
            Strides = Replaced(window.Strides, axis, window.Kernel[axis]),
            Dilations = Replaced(window.Dilations, axis, 1),
            Before = Replaced(window.Before, axis, 0),
            After = Replaced(window.After, axis, 0),
            Beyond = Replaced(window.Beyond, axis, 0),
        });
    }

    /// <summary>Means of windows whose taps lie apart: weighted sums along each axis.</summary>
    private static ComputedValue Weighted(NodeImport node, ComputedValue value, WindowAttributes window, bool countsPadding)
    {
        for (int axis = 0; axis < window.Axes; axis++)
        {
            int size = value.Shape[axis + WindowAttributes.OuterAxes];
            int positions = window.Positions(axis, size);
            node.Memory.Take((long)positions * window.Kernel[axis] * AxisWeights.NumbersPerTerm);
            var rows = new List<AxisWeights>();
            for (int position = 0; position < positions; position++)
            {
                int first = (position * window.Strides[axis]) - window.Before[axis];
                int[] all = [.. Enumerable.Range(0, window.Kernel[axis]).Select(tap => first + (tap * window.Dilations[axis]))];
                int[] inside = [.. all.Where(tap => tap >= 0 && tap < size)];
                int counted = countsPadding ? all.Count(tap => tap < size + window.After[axis]) : inside.Length;
                rows.Add(inside.Length > 0 || countsPadding
                    ? new AxisWeights([.. inside.Select(tap => (tap, 1.0 / counted))])
                    : throw new NodeException("a window lies in the padding alone"));
            }

            value = AxisWeights.Apply(node, value, axis + WindowAttributes.OuterAxes, rows);
        }

        return value;
    }

    /// <summary>Pools along the last two axes, then along the first where there are three.</summary>
    private static ComputedValue Over(NodeImport node, ComputedValue value, WindowAttributes window, bool isMax)
    {
        if (window.IsPaddedByAWindow)
        {
            throw new NodeException("its padding is as large as its window");
        }

        int[] shape = value.Shape;
        int[] pooled = [.. shape[..WindowAttributes.OuterAxes], .. Enumerable.Range(0, window.Axes).Select(axis => window.Positions(axis, shape[axis + WindowAttributes.OuterAxes]))];
        if (window.Axes < 3)
        {
            return Slide(node, value, pooled, window.Window, isMax);
        }

        // Where the first axis is one of rows, all others are columns.
        int[] planes = [shape[0], shape[1] * shape[2], shape[3], shape[4]];
        ComputedValue across = Slide(node, value with { ModelShape = planes }, [.. shape[..3], .. pooled[3..]], window.Window, isMax);
        int[] rows = [shape[0], shape[1], shape[2], pooled[3] * pooled[4]];
        return Slide(node, across with { ModelShape = rows }, pooled, window.Over(0, null), isMax);
    }

    private static ComputedValue Slide(NodeImport node, ComputedValue value, int[] pooled, SlidingWindow window, bool isMax)
    {
        int[] shape = value.Shape;
        ValueDraft planes = node.Network.Shaped(value.Draft, shape.Length == 3
            ? new(shape[0] * shape[1], 1, shape[2])
            : new(shape[0] * shape[1], shape[2], shape[3]));
        ValueDraft draft = node.Network.Add(
            (inputs, _) => isMax ? new MaxPoolOperator(inputs[0], window) : new AveragePoolOperator(inputs[0], window), [planes]);
        return new ComputedValue(draft, pooled);
    }

    private static int[] Replaced(int[] numbers, int axis, int number)
    {
        int[] replaced = [.. numbers];
        replaced[axis] = number;
        return replaced;
    }
}
