using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Convolution with constant weights along one or two axes, of all channels or in groups.</summary>
internal static class ConvImport
{
    private const int MaxAxes = 2;

    public static ImportedValue[] Import(NodeImport node) =>
        [Convolve(node, node.Computed(0), node.ConstantInput(1, "weight"), node.OptionalConstant(2, "bias"))];

    /// <summary>A convolution as the node's attributes say.</summary>
    public static ComputedValue Convolve(NodeImport node, ComputedValue input, ConstantValue weightInput, ConstantTensor? bias)
    {
        ConstantTensor weight = weightInput.Tensor;
        RequireWeight(input, weight);
        int groups = Groups(node);
        WindowAttributes window = WindowAttributes.Read(node, input.Shape, weight.Shape[2..]);
        ConstantValue taps = weightInput with { Tensor = Dilate(node, weight, window) };
        ComputedValue output = Emit(node, Planes.Of(node, input), window.Window, groups, taps, bias, window.IsPaddedByAWindow);
        return window.Axes == 1 ? output with { ModelShape = [.. output.Shape.Where((_, axis) => axis != 2)] } : output;
    }

    /// <summary>The groups of a node's channels.</summary>
    public static int Groups(NodeImport node)
    {
        long groups = node.Attributes.Integer("group", 1);
        return groups is > 0 and <= int.MaxValue ? (int)groups : throw new NodeException($"{groups} groups are none");
    }

    /// <summary>Requires a weight for an input, along as many axes as are supported.</summary>
    public static void RequireWeight(ComputedValue input, ConstantTensor weight)
    {
        if (weight.Rank != input.Shape.Length || weight.Rank < WindowAttributes.OuterAxes + 1)
        {
            throw new NodeException($"its weight of {Dimensions.Text(weight.Shape)} does not fit an input of {Dimensions.Text(input.Shape)}");
        }

        if (weight.Rank > WindowAttributes.OuterAxes + MaxAxes)
        {
            throw new NodeException($"it slides over {Dimensions.Text(input.Shape)}; convolutions along one or two axes are supported");
        }
    }

    /// <summary>A convolution of planes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="planes">Channels, rows, columns.</param>
    /// <param name="window">The window, whose padding is zeros.</param>
    /// <param name="groups">The groups of the channels.</param>
    /// <param name="weight">The weight: output channels, input channels of a group, rows, columns.</param>
    /// <param name="bias">The bias, or nothing.</param>
    /// <param name="isPadded">Whether the padding must be made before.</param>
    public static ComputedValue Emit(
        NodeImport node, ValueDraft planes, SlidingWindow window, int groups, ConstantValue weight, ConstantTensor? bias, bool isPadded)
    {
        (ValueDraft padded, SlidingWindow sliding) = Planes.WithPadding(node, planes, window, isPadded);
        return ComputedValue.OfBatch(node.Network.Add(
            (inputs, parameters) => groups == 1
                ? new ConvolutionOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters), sliding)
                : new GroupedConvolutionOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters), sliding, groups),
            [padded],
            WeightDrafts.Of(weight, bias)));
    }

    /// <summary>
    /// A weight along two axes, its taps side by side: dilation is zeros between the taps, and zeros are what a pruned layer leaves out
    /// anyway.
    /// </summary>
    public static ConstantTensor Dilate(NodeImport node, ConstantTensor weight, WindowAttributes window)
    {
        (int outputs, int inputs) = (weight.Shape[0], weight.Shape[1]);
        if (!window.IsDilated)
        {
            return window.Axes == 1 ? weight.Reshape([outputs, inputs, 1, weight.Shape[2]]) : weight;
        }

        (int height, int width) = window.Axes == 1 ? (1, window.Reach(0)) : (window.Reach(0), window.Reach(1));
        node.Memory.Take([outputs, inputs, height, width]);
        var taps = new float[Dimensions.Count([outputs, inputs, height, width])];
        int columns = weight.Shape[^1];
        int rows = window.Axes == 1 ? 1 : weight.Shape[2];
        for (int i = 0; i < weight.Length; i++)
        {
            (int plane, int tap) = Math.DivRem(i, rows * columns);
            int row = window.Axes == 1 ? 0 : tap / columns * window.Dilations[0];
            taps[(((plane * height) + row) * width) + (tap % columns * window.Dilations[^1])] = weight.Floats[i];
        }

        return new ConstantTensor([outputs, inputs, height, width], taps);
    }
}
