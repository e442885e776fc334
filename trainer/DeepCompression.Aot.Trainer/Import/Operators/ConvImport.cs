using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Convolution with constant weights, of all channels or in groups.</summary>
internal static class ConvImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue input = node.Computed(0);
        ConstantValue weightInput = node.ConstantInput(1, "weight");
        ConstantTensor weight = weightInput.Tensor;
        if (weight.Rank != input.Shape.Length || weight.Rank < 3)
        {
            throw new NodeException($"its weight of {Dimensions.Text(weight.Shape)} does not fit an input of {Dimensions.Text(input.Shape)}");
        }

        long group = node.Attributes.Integer("group", 1);
        int groups = group is > 0 and <= int.MaxValue ? (int)group : throw new NodeException($"{group} groups are none");
        WindowAttributes window = WindowAttributes.Read(node, input.Shape, weight.Shape[2..]);
        (ValueDraft planes, SlidingWindow sliding) = Planes.WithPadding(node, Planes.Of(node, input), window.Window, window.IsPaddedByAWindow);
        return node.Emit(
            (inputs, parameters) => groups == 1
                ? new ConvolutionOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters), sliding)
                : new GroupedConvolutionOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters), sliding, groups),
            [planes],
            WeightDrafts.Of(weightInput with { Tensor = Dilate(weight, window) }, node.OptionalConstant(2, "bias")));
    }

    /// <summary>Dilation is zeros between the taps, and zeros are what a pruned layer leaves out anyway.</summary>
    private static ConstantTensor Dilate(ConstantTensor weight, WindowAttributes window)
    {
        if (!window.IsDilated)
        {
            return weight;
        }

        int[] shape = [weight.Shape[0], weight.Shape[1], window.Reach(0), window.Reach(1)];
        var taps = new float[Dimensions.Count(shape)];
        int width = weight.Shape[3];
        for (int i = 0; i < weight.Length; i++)
        {
            (int plane, int tap) = Math.DivRem(i, weight.Shape[2] * width);
            int row = tap / width * window.Dilations[0];
            taps[(((plane * shape[2]) + row) * shape[3]) + (tap % width * window.Dilations[1])] = weight.Floats[i];
        }

        return new ConstantTensor(shape, taps);
    }
}
