using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Normalisations by statistics of the value itself, put together from means, differences and products:
/// (x − mean) ÷ √(variance + ε) · scale + offset.
/// </summary>
internal static class NormalizationImport
{
    private const float DefaultEpsilon = 1e-5f;

    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>From this operator set on, GroupNormalization has a scale for each channel, before for each group.</summary>
    private const int ScaleByChannel = 21;

    /// <summary>Over all axes from one on.</summary>
    public static ImportedValue[] Layer(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int rank = value.Shape.Length;
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", -1), rank);
        float epsilon = node.Attributes.Number("epsilon", DefaultEpsilon);

        // In what precision the statistics are kept does not matter: here it is always the same.
        node.Attributes.Ignore("stash_type");
        Statistics statistics = Of(node, value, [.. Enumerable.Range(axis, rank - axis)], epsilon);
        ComputedValue scaled = Arithmetic.Combine(node, BinaryFunction.Product, statistics.Normalised, node.Input(1));
        return [node.Has(2) ? Arithmetic.Combine(node, BinaryFunction.Sum, scaled, node.Input(2)) : scaled, statistics.Mean, statistics.Inverse];
    }

    /// <summary>Over the space of each channel.</summary>
    public static ImportedValue[] Instance(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        Statistics statistics = Of(node, value, [.. Enumerable.Range(0, value.Shape.Length).Skip(2)], node.Attributes.Number("epsilon", DefaultEpsilon));
        return [ByChannel(node, statistics.Normalised, ChannelNumbers(node, 1, value), ChannelNumbers(node, 2, value))];
    }

    /// <summary>Over the space of several channels together.</summary>
    public static ImportedValue[] Group(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        long groups = node.Attributes.Integer("num_groups", 0);
        float epsilon = node.Attributes.Number("epsilon", DefaultEpsilon);
        node.Attributes.Ignore("stash_type");
        int[] shape = value.Shape;
        if (shape.Length < 2 || groups < 1 || shape[1] % groups != 0)
        {
            throw new NodeException($"{groups} groups do not fit {Dimensions.Text(shape)}");
        }

        int inGroup = Dimensions.Count(shape.AsSpan(1)) / (int)groups;
        ComputedValue normalised = Of(node, value with { ModelShape = [shape[0], (int)groups, inGroup] }, [2], epsilon).Normalised;
        int repeats = node.OperatorSet < ScaleByChannel ? shape[1] / (int)groups : 1;
        return [ByChannel(node, normalised with { ModelShape = shape }, ChannelNumbers(node, 1, value, repeats), ChannelNumbers(node, 2, value, repeats))];
    }

    /// <summary>Over given axes, mostly the batch and the space; the deviation, not the variance, is kept from 0.</summary>
    public static ImportedValue[] MeanVariance(NodeImport node)
    {
        const double Epsilon = 1e-9;
        ComputedValue value = node.Computed(0);
        long[] axes = node.Attributes.Integers("axes") ?? [0, 2, 3];
        Statistics statistics = Of(node, value, [.. axes.Select(axis => Dimensions.Axis(axis, value.Shape.Length)).Distinct().Order()], epsilon: 0);
        ComputedValue deviation = Arithmetic.Combine(node, BinaryFunction.Sum, Arithmetic.Apply(node, UnaryFunction.Sqrt, statistics.Variance), Epsilon);
        return [Arithmetic.Combine(node, BinaryFunction.Quotient, statistics.Centred, deviation)];
    }

    /// <summary>By the norm along an axis.</summary>
    public static ImportedValue[] Lp(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", -1), value.Shape.Length);
        ReduceFunction function = node.Attributes.Integer("p", 2) switch
        {
            1 => ReduceFunction.SumOfMagnitudes,
            2 => ReduceFunction.Norm,
            long other => throw new NodeException($"the norm of {other} is not supported"),
        };
        ComputedValue norms = ReduceImport.Along(node, value, function, [axis]);

        // Where all elements are 0, so is what becomes of them.
        return [Arithmetic.Combine(node, BinaryFunction.Quotient, value, Arithmetic.Combine(node, BinaryFunction.Maximum, norms, SmallestNormal))];
    }

    /// <summary>A value times a number for each channel, plus another.</summary>
    public static ComputedValue ByChannel(NodeImport node, ComputedValue value, float[] scales, float[] offsets)
    {
        int[] shape = [scales.Length, .. Enumerable.Repeat(1, value.Shape.Length - 2)];
        ComputedValue scaled = Arithmetic.Combine(node, BinaryFunction.Product, value, new ConstantValue(new ConstantTensor(shape, scales)));
        return Arithmetic.Combine(node, BinaryFunction.Sum, scaled, new ConstantValue(new ConstantTensor(shape, offsets)));
    }

    private static float[] ChannelNumbers(NodeImport node, int input, ComputedValue value, int repeats = 1)
    {
        float[] numbers = node.Constant(input, input == 1 ? "scale" : "offset").Floats;
        return value.Shape.Length >= 2 && numbers.Length * repeats == value.Shape[1]
            ? [.. numbers.SelectMany(number => Enumerable.Repeat(number, repeats))]
            : throw new NodeException($"it has {numbers.Length} scales or offsets for an input of {Dimensions.Text(value.Shape)}");
    }

    private static Statistics Of(NodeImport node, ComputedValue value, int[] axes, double epsilon)
    {
        ComputedValue mean = ReduceImport.Along(node, value, ReduceFunction.Mean, axes);
        ComputedValue centred = Arithmetic.Combine(node, BinaryFunction.Difference, value, mean);
        ComputedValue squares = Arithmetic.Combine(node, BinaryFunction.Product, centred, centred);
        ComputedValue variance = ReduceImport.Along(node, squares, ReduceFunction.Mean, axes);
        ComputedValue deviation = Arithmetic.Apply(node, UnaryFunction.Sqrt, epsilon.Equals(0) ? variance : Arithmetic.Combine(node, BinaryFunction.Sum, variance, epsilon));
        ComputedValue inverse = Arithmetic.Apply(node, UnaryFunction.Reciprocal, deviation);
        return new(mean, centred, variance, inverse, Arithmetic.Combine(node, BinaryFunction.Product, centred, inverse));
    }

    /// <summary>What normalising computes on its way; what nothing reads is left out of the network.</summary>
    private sealed record Statistics(ComputedValue Mean, ComputedValue Centred, ComputedValue Variance, ComputedValue Inverse, ComputedValue Normalised);
}
