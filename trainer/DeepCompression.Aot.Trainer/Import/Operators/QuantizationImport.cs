using DeepCompression.Aot.Format;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Quantised numbers and back, computed as numbers in single precision, which hold the integers exactly:
/// integer = round(x ÷ scale) + zero point, within the limits of its type.
/// </summary>
internal static class QuantizationImport
{
    private static readonly IntegerLimits Byte = new(0, byte.MaxValue);

    public static ImportedValue[] Quantize(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        node.Attributes.Ignore("saturate", "precision");
        long axis = node.Attributes.Integer("axis", 1);
        long block = node.Attributes.Integer("block_size", 0);
        var named = (DataType)node.Attributes.Integer("output_dtype", 0);
        ConstantTensor? zero = node.OptionalConstant(2, "zero point");
        IntegerLimits limits = zero?.Limits ?? (named == 0 ? Byte : IntegerLimits.Of(named)) ?? throw new NodeException("it quantises to numbers that are no integers");
        return [Quantize(node, value, Along(node, node.Constant(1, "scale"), value, axis, block), zero is null ? null : Along(node, zero, value, axis, block), limits)];
    }

    public static ImportedValue[] Dequantize(NodeImport node)
    {
        ComputedValue value = node.Computed(0) with { IsInteger = false };
        long axis = node.Attributes.Integer("axis", 1);
        long block = node.Attributes.Integer("block_size", 0);
        node.Attributes.Ignore("output_dtype");
        ConstantTensor? zero = node.OptionalConstant(2, "zero point");
        ComputedValue centred = Without(node, value, zero is null ? null : Along(node, zero, value, axis, block));
        return [Arithmetic.Combine(node, BinaryFunction.Product, centred, new ConstantValue(Along(node, node.Constant(1, "scale"), value, axis, block)))];
    }

    /// <summary>To bytes, by a scale and a zero point that follow from the smallest and the largest number.</summary>
    public static ImportedValue[] Dynamic(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int[] all = [.. Enumerable.Range(0, value.Shape.Length)];
        ComputedValue highest = Arithmetic.Combine(node, BinaryFunction.Maximum, ReduceImport.Along(node, value, ReduceFunction.Max, all) with { ModelShape = [] }, 0);
        ComputedValue lowest = Arithmetic.Combine(node, BinaryFunction.Minimum, ReduceImport.Along(node, value, ReduceFunction.Min, all) with { ModelShape = [] }, 0);
        ComputedValue scale = Arithmetic.Combine(node, BinaryFunction.Quotient, Arithmetic.Combine(node, BinaryFunction.Difference, highest, lowest), Byte.Highest);
        ComputedValue from = Arithmetic.Apply(node, UnaryFunction.Neg, Arithmetic.Combine(node, BinaryFunction.Quotient, lowest, scale));
        ComputedValue zero = Arithmetic.Apply(node, UnaryFunction.Clip, Arithmetic.Apply(node, UnaryFunction.Round, from), Byte.Lowest, Byte.Highest) with { IsInteger = true };
        ComputedValue rounded = Arithmetic.Apply(node, UnaryFunction.Round, Arithmetic.Combine(node, BinaryFunction.Quotient, value, scale));
        return [Limited(node, Arithmetic.Combine(node, BinaryFunction.Sum, rounded, zero), Byte), scale, zero];
    }

    /// <summary>Products of matrices of integers, which stay integers.</summary>
    public static ImportedValue[] MatMulInteger(NodeImport node)
    {
        ComputedValue left = Without(node, node.Computed(0) with { IsInteger = false }, ByRow(node, 2));
        ConstantValue right = Weight(node, 1, 3);
        RequireExact(right.Tensor.Shape.Length == 1 ? right.Tensor.Length : right.Tensor.Shape[^2]);
        return [MatMulImport.Product(node, left, right) with { IsInteger = true }];
    }

    /// <summary>Convolutions of integers, which stay integers.</summary>
    public static ImportedValue[] ConvInteger(NodeImport node)
    {
        ComputedValue input = Without(node, node.Computed(0) with { IsInteger = false }, node.OptionalConstant(2, "zero point"));
        ConstantValue weight = Weight(node, 1, 3, isByRow: true);
        RequireExact(Dimensions.Count(weight.Tensor.Shape.AsSpan(1)));
        return [ConvImport.Convolve(node, input, weight, bias: null) with { IsInteger = true }];
    }

    /// <summary>Products of quantised matrices, quantised.</summary>
    public static ImportedValue[] MatMul(NodeImport node)
    {
        ComputedValue left = Without(node, node.Computed(0) with { IsInteger = false }, ByRow(node, 2));
        ConstantValue right = Weight(node, 3, 5);
        RequireExact(right.Tensor.Shape.Length == 1 ? right.Tensor.Length : right.Tensor.Shape[^2]);
        return [Requantize(node, MatMulImport.Product(node, left, right), 1, 4, 6)];
    }

    /// <summary>Convolutions of quantised numbers, quantised.</summary>
    public static ImportedValue[] Conv(NodeImport node)
    {
        ComputedValue input = Without(node, node.Computed(0) with { IsInteger = false }, node.OptionalConstant(2, "zero point"));
        ConstantValue weight = Weight(node, 3, 5, isByRow: true);
        RequireExact(Dimensions.Count(weight.Tensor.Shape.AsSpan(1)));
        ConstantTensor? bias = node.OptionalConstant(8, "bias") is { } integers ? new(integers.Shape, integers.Numbers) : null;
        if (node.Constant(4, "scale").Length != 1)
        {
            throw new NodeException("scales by channel are not supported");
        }

        return [Requantize(node, ConvImport.Convolve(node, input, weight, bias), 1, 4, 6)];
    }

    private static ComputedValue Quantize(NodeImport node, ComputedValue value, ConstantTensor scale, ConstantTensor? zero, IntegerLimits limits)
    {
        ComputedValue rounded = Arithmetic.Apply(node, UnaryFunction.Round, Arithmetic.Combine(node, BinaryFunction.Quotient, value, new ConstantValue(scale)));
        bool isCentred = zero is null || Array.TrueForAll(zero.Integers, number => number == 0);
        return Limited(node, isCentred ? rounded : Arithmetic.Combine(node, BinaryFunction.Sum, rounded, new ConstantValue(zero!)), limits);
    }

    /// <summary>A sum of products of integers in units of both scales, as integers of the output's.</summary>
    private static ComputedValue Requantize(NodeImport node, ComputedValue sums, int leftScale, int rightScale, int outputScale)
    {
        (ConstantTensor left, ConstantTensor right) = (node.Constant(leftScale, "scale"), node.Constant(rightScale, "scale"));
        ConstantTensor output = node.Constant(outputScale, "scale");
        ConstantTensor zero = node.Constant(outputScale + 1, "zero point");
        if (left.Length != 1 || output.Length != 1 || zero.Length != 1)
        {
            throw new NodeException("a scale for each row is not supported");
        }

        float[] factors = [.. right.Floats.Select(scale => (float)((double)left.Floats[0] * scale / output.Floats[0]))];
        ComputedValue scaled = Arithmetic.Combine(node, BinaryFunction.Product, sums, new ConstantValue(new ConstantTensor(right.Shape, factors)));
        ComputedValue rounded = Arithmetic.Apply(node, UnaryFunction.Round, scaled);
        ComputedValue moved = zero.Integers[0] == 0 ? rounded : Arithmetic.Combine(node, BinaryFunction.Sum, rounded, zero.Integers[0]);
        return Limited(node, moved, zero.Limits ?? Byte);
    }

    private static ComputedValue Limited(NodeImport node, ComputedValue value, IntegerLimits limits) =>
        Arithmetic.Apply(node, UnaryFunction.Clip, value, limits.Lowest, limits.Highest) with { IsInteger = true };

    /// <summary>Integers counted from their zero point.</summary>
    private static ComputedValue Without(NodeImport node, ComputedValue value, ConstantTensor? zero) => zero is null || Array.TrueForAll(zero.Integers, number => number == 0)
        ? value
        : Arithmetic.Combine(node, BinaryFunction.Difference, value, new ConstantValue(zero));

    /// <summary>A zero point, one for all or one for each row of a matrix.</summary>
    private static ConstantTensor? ByRow(NodeImport node, int input) => node.OptionalConstant(input, "zero point") is not { } zero
        ? null
        : zero.Rank == 1 && zero.Length > 1 ? zero.Reshape([zero.Length, 1]) : zero;

    /// <summary>A weight of integers, counted from its zero point.</summary>
    private static ConstantValue Weight(NodeImport node, int input, int zeroInput, bool isByRow = false)
    {
        ConstantValue weight = node.ConstantInput(input, "weight");
        long[] zeros = node.OptionalConstant(zeroInput, "zero point")?.Integers ?? [0];
        int inRow = weight.Tensor.Length / weight.Tensor.Shape[0];
        if (zeros.Length != 1 && (!isByRow || zeros.Length != weight.Tensor.Shape[0]))
        {
            throw new NodeException("zero points by column are not supported");
        }

        return weight with
        {
            Tensor = new ConstantTensor(
                weight.Tensor.Shape, [.. weight.Tensor.Integers.Select((number, i) => (float)(number - zeros[zeros.Length == 1 ? 0 : i / inRow]))]),
        };
    }

    /// <summary>Sums of products of bytes are exact in single precision as long as they are below 2^24.</summary>
    private static void RequireExact(int products)
    {
        const int Exact = 1 << 24;
        if (products > Exact / (byte.MaxValue * byte.MaxValue))
        {
            throw new NodeException($"it adds {products} products of integers, which single precision does not hold exactly");
        }
    }

    /// <summary>A scale or zero point so shaped that it spreads over a value: one for all, one for each place along an axis, or one for each block of them.</summary>
    private static ConstantTensor Along(NodeImport node, ConstantTensor tensor, ComputedValue value, long axis, long block)
    {
        int rank = value.Shape.Length;
        if (tensor.Length == 1 && tensor.Rank <= 1)
        {
            return tensor.Reshape([]);
        }

        int along = Dimensions.Axis(axis, rank);
        if (tensor.Rank == 1 && block == 0 && tensor.Length == value.Shape[along])
        {
            return tensor.Reshape([tensor.Length, .. Enumerable.Repeat(1, rank - along - 1)]);
        }

        int blocks = tensor.Rank == rank ? tensor.Shape[along] : 0;
        if (block < 1 || blocks == 0 || blocks != (value.Shape[along] + block - 1) / block)
        {
            throw new NodeException($"its scale or zero point of {Dimensions.Text(tensor.Shape)} does not fit {Dimensions.Text(value.Shape)}");
        }

        node.Memory.Take(value.Shape);
        int inner = Dimensions.Count(value.Shape.AsSpan(along + 1));
        int size = value.Shape[along];
        return tensor.Pick([.. value.Shape], target =>
        {
            (int row, int rest) = Math.DivRem(target, size * inner);
            return (((row * blocks) + (rest / inner / (int)block)) * inner) + (rest % inner);
        });
    }
}
