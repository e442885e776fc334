using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Convolution with constant weights.</summary>
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

        weight = Ungroup(weight, node.Attributes.Integer("group", 1), input.Shape[1]);
        WindowAttributes window = WindowAttributes.Read(node, input.Shape, weight.Shape[2..]);
        return node.Emit(
            (inputs, parameters) => new ConvolutionOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters), window.Window),
            [Planes.Of(node, input)],
            WeightDrafts.Of(weightInput with { Tensor = Dilate(weight, window) }, node.OptionalConstant(2, "bias")));
    }

    /// <summary>Groups are zeros where an output channel meets another group's input channel; the kernels pass over those at no cost.</summary>
    private static ConstantTensor Ungroup(ConstantTensor weight, long groups, int channels)
    {
        if (groups == 1)
        {
            return weight;
        }

        if (groups < 1 || weight.Shape[0] % groups != 0 || weight.Shape[1] * groups != channels)
        {
            throw new NodeException($"its weight of {Dimensions.Text(weight.Shape)} does not fit {groups} groups of {channels} channels");
        }

        int[] shape = [weight.Shape[0], channels, .. weight.Shape[2..]];
        var taps = new float[Dimensions.Count(shape)];
        int rowLength = weight.Length / shape[0];
        for (int row = 0; row < shape[0]; row++)
        {
            int group = (int)(row / (shape[0] / groups));
            int start = (int)((row * groups) + group) * rowLength;
            weight.Floats.AsSpan(row * rowLength, rowLength).CopyTo(taps.AsSpan(start));
        }

        return new ConstantTensor(shape, taps);
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
