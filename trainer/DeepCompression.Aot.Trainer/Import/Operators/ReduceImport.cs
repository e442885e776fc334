using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Elements along axes taken together to one: sums, means, extremes, norms, and the index of an extreme.</summary>
internal static class ReduceImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ReduceFunction function = node.Type switch
        {
            "ReduceSum" => ReduceFunction.Sum,
            "ReduceMean" => ReduceFunction.Mean,
            "ReduceMax" => ReduceFunction.Max,
            "ReduceMin" => ReduceFunction.Min,
            "ReduceProd" => ReduceFunction.Product,
            "ReduceL1" => ReduceFunction.SumOfMagnitudes,
            "ReduceL2" => ReduceFunction.Norm,
            "ReduceSumSquare" => ReduceFunction.SumOfSquares,
            "ReduceLogSumExp" => ReduceFunction.LogSumExp,
            _ => throw new NodeException("the operator is not supported"),
        };
        ComputedValue value = node.Computed(0);
        int rank = value.Shape.Length;
        long[] given = node.IntegersOf("axes", 1) ?? [];
        bool keeps = node.Attributes.Integer("keepdims", 1) != 0;
        bool isNothing = node.Attributes.Flag("noop_with_empty_axes") && given.Length == 0;
        if (isNothing && !IsItself(function))
        {
            throw new NodeException("without axes it is only supported for what changes no single element");
        }

        int[] axes = isNothing ? [] : given.Length == 0
            ? [.. Enumerable.Range(0, rank)]
            : [.. given.Select(axis => Dimensions.Axis(axis, rank)).Distinct().Order()];
        ComputedValue reduced = Along(node, value, function, axes);
        return [keeps ? reduced : reduced with { ModelShape = [.. reduced.Shape.Where((_, axis) => !axes.Contains(axis))] }];
    }

    /// <summary>ArgMax and ArgMin: the index of an extreme along one axis, as a number.</summary>
    public static ImportedValue[] Index(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 0), value.Shape.Length);
        bool keeps = node.Attributes.Integer("keepdims", 1) != 0;
        ReduceFunction function = (node.Type, node.Attributes.Flag("select_last_index")) switch
        {
            ("ArgMax", false) => ReduceFunction.IndexOfMax,
            ("ArgMax", true) => ReduceFunction.LastIndexOfMax,
            (_, false) => ReduceFunction.IndexOfMin,
            (_, true) => ReduceFunction.LastIndexOfMin,
        };
        ComputedValue indices = OneRun(node, value, function, axis, 1) with { IsInteger = true };
        return [keeps ? indices : indices with { ModelShape = [.. indices.Shape.Where((_, other) => other != axis)] }];
    }

    /// <summary>Along some axes in ascending order, which then have size 1.</summary>
    public static ComputedValue Along(NodeImport node, ComputedValue value, ReduceFunction function, int[] axes)
    {
        // Axes of size 1 take nothing together; one of them is needed where each single element changes.
        int[] grouped = [.. axes.Where(axis => value.Shape[axis] > 1)];
        int[] needed = grouped.Length > 0 ? grouped : IsItself(function) ? [] : [.. axes.TakeLast(1)];
        if (needed.Length == 0 && !IsItself(function))
        {
            throw new NodeException($"it has no axis to reduce {Dimensions.Text(value.Shape)} along");
        }

        for (int i = 0; i < needed.Length;)
        {
            int run = 1;
            while (i + run < needed.Length && needed[i + run] == needed[i] + run)
            {
                run++;
            }

            value = OneRun(node, value, i == 0 ? function : Again(function), needed[i], run);
            i += run;
        }

        return value;
    }

    /// <summary>Whether one element alone stays what it is.</summary>
    private static bool IsItself(ReduceFunction function) =>
        function is ReduceFunction.Sum or ReduceFunction.Mean or ReduceFunction.Max or ReduceFunction.Min or ReduceFunction.Product or ReduceFunction.LogSumExp;

    /// <summary>What takes together results of a function to its result of all.</summary>
    private static ReduceFunction Again(ReduceFunction function) => function switch
    {
        ReduceFunction.SumOfMagnitudes or ReduceFunction.SumOfSquares => ReduceFunction.Sum,
        _ => function,
    };

    private static ComputedValue OneRun(NodeImport node, ComputedValue value, ReduceFunction function, int axis, int count)
    {
        AxisView view = AxisView.Of(node, value, axis);
        ValueDraft draft = node.Network.Add((inputs, _) => new ReduceOperator(inputs[0], function, axis - view.Dropped, count), [view.Draft]);
        return new ComputedValue(draft, [.. value.Shape.Select((size, other) => other >= axis && other < axis + count ? 1 : size)]);
    }
}
