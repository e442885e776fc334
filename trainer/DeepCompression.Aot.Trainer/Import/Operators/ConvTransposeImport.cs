using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Transposed convolution: every input element adds its multiple of the window to the output. That is a convolution, with the window
/// turned round, of the input with zeros between its elements and around them.
/// </summary>
internal static class ConvTransposeImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue input = node.Computed(0);
        ConstantValue weight = node.ConstantInput(1, "weight");
        ConvImport.RequireWeight(input, weight.Tensor);
        int groups = ConvImport.Groups(node);
        if (weight.Tensor.Shape[0] != input.Shape[1] || input.Shape[1] % groups != 0)
        {
            throw new NodeException($"its weight of {Dimensions.Text(weight.Tensor.Shape)} does not fit {groups} groups of {Dimensions.Text(input.Shape)}");
        }

        bool isUpper = node.Attributes.Peek("auto_pad", "SAME_UPPER");
        bool isSame = isUpper || node.Attributes.Peek("auto_pad", "SAME_LOWER");
        int[] sizes = input.Shape[WindowAttributes.OuterAxes..];
        int[] extra = Sizes(node, "output_padding", sizes.Length) ?? new int[sizes.Length];
        int[]? wanted = Sizes(node, "output_shape", sizes.Length);
        WindowAttributes window = WindowAttributes.Read(node, input.Shape, weight.Tensor.Shape[2..]);
        wanted ??= isSame ? ReshapeImport.Sizes([.. sizes.Zip(window.Strides, (size, stride) => (long)size * stride)]) : null;
        if (wanted is not null)
        {
            int[] taken = [.. sizes.Select((size, axis) => Bounded((window.Strides[axis] * (size - 1L)) + extra[axis] + window.Reach(axis) - wanted[axis]))];
            window = window.WithPadding([.. taken.Select(padding => Math.Max(0, padding))], isUpper);
            extra = [.. extra.Zip(taken, (more, padding) => more - Math.Min(0, padding))];
        }

        AxisMargin[] margins = [.. sizes.Select((_, axis) => new AxisMargin(
            window.Reach(axis) - 1 - window.Before[axis], window.Reach(axis) - 1 - window.After[axis] + extra[axis], window.Strides[axis]))];
        ConstantValue turned = weight with { Tensor = ConvImport.Dilate(node, Turned(weight.Tensor, groups), window) };
        ValueDraft planes = Spread(node, Planes.Of(node, input), window.Axes == 1 ? [AxisMargin.None, .. margins] : margins);
        SlidingWindow sliding = window.Axes == 1
            ? new(1, window.Reach(0), 1, 1, 0, 0, 0, 0)
            : new(window.Reach(0), window.Reach(1), 1, 1, 0, 0, 0, 0);
        ComputedValue output = ConvImport.Emit(node, planes, sliding, groups, turned, node.OptionalConstant(2, "bias"), isPadded: false);
        return [window.Axes == 1 ? output with { ModelShape = [.. output.Shape.Where((_, axis) => axis != 2)] } : output];
    }

    private static int Bounded(long padding) =>
        padding is >= -int.MaxValue / 2 and <= int.MaxValue / 2 ? (int)padding : throw new NodeException($"it pads by {padding}, which is too much");

    private static int[]? Sizes(NodeImport node, string name, int count)
    {
        if (node.Attributes.Integers(name) is not { } sizes)
        {
            return null;
        }

        return sizes.Length == count ? ReshapeImport.Sizes(sizes) : throw new NodeException($"its {name} has {sizes.Length} numbers for {count} axes");
    }

    /// <summary>Rows and columns apart, with zeros between and around them; a negative margin takes away, so the zeros there are not made.</summary>
    private static ValueDraft Spread(NodeImport node, ValueDraft planes, AxisMargin[] margins)
    {
        AxisMargin[] positive = [AxisMargin.None, .. margins.Select((margin, axis) => new AxisMargin(
            Math.Max(0, margin.Before), Math.Max(0, margin.After), planes.Shape[axis + 1] > 1 ? margin.Step : 1))];
        ValueDraft spread = Array.TrueForAll(positive, margin => margin == AxisMargin.None)
            ? planes
            : node.Network.Add((inputs, _) => new InsetOperator(inputs[0], new(positive), 0), [planes]);
        int[] shape = [.. spread.Shape.Dimensions];
        ElementView view = ElementView.Of(shape);
        for (int axis = 0; axis < margins.Length; axis++)
        {
            int taken = Math.Max(0, -margins[axis].Before);
            view = view.Range(axis + 1, taken, Math.Max(0, shape[axis + 1] - taken - Math.Max(0, -margins[axis].After)));
        }

        var cut = (ComputedValue)view.Apply(node, new ComputedValue(spread, shape), view.Sizes);
        return node.Network.Shaped(cut.Draft, new(view.Sizes));
    }

    /// <summary>From (C, O ÷ groups, …) to (O, C ÷ groups, …), the taps in reverse order.</summary>
    private static ConstantTensor Turned(ConstantTensor weight, int groups)
    {
        (int inputs, int outputs) = (weight.Shape[0] / groups, weight.Shape[1]);
        int taps = Dimensions.Count(weight.Shape.AsSpan(2));
        return weight.Pick([outputs * groups, inputs, .. weight.Shape[2..]], target =>
        {
            (int plane, int tap) = Math.DivRem(target, taps);
            (int output, int input) = Math.DivRem(plane, inputs);
            (int group, int inGroup) = Math.DivRem(output, outputs);
            return ((((((group * inputs) + input) * outputs) + inGroup) * taps) + taps - 1) - tap;
        });
    }
}
