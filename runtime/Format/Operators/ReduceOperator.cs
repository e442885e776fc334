namespace DeepCompression.Aot.Format;

/// <summary>What becomes of the elements that are taken together; the numbers are those of the artifact (FORMAT.md, Graph).</summary>
internal enum ReduceFunction : byte
{
    Sum = 0,
    Mean = 1,
    Max = 2,
    Min = 3,
    Product = 4,

    /// <summary>The sum of the magnitudes, the L1 norm.</summary>
    SumOfMagnitudes = 5,

    SumOfSquares = 6,

    /// <summary>The root of the sum of the squares, the L2 norm.</summary>
    Norm = 7,

    /// <summary>The logarithm of the sum of the exponentials.</summary>
    LogSumExp = 8,

    /// <summary>The index of the largest element, the first of them, as a number.</summary>
    IndexOfMax = 9,

    LastIndexOfMax = 10,

    IndexOfMin = 11,

    LastIndexOfMin = 12,
}

/// <summary>Takes all elements along some neighbouring axes together to one; these axes then have size 1.</summary>
/// <param name="Input">The value it reads.</param>
/// <param name="Function">What is made of them.</param>
/// <param name="Axis">The first axis.</param>
/// <param name="Axes">How many axes, at least 1.</param>
internal sealed record ReduceOperator(int Input, ReduceFunction Function, int Axis, int Axes) : Operator
{
    /// <summary>The bits of a function.</summary>
    public const int FunctionBits = 4;

    public override OperatorKind Kind => OperatorKind.Reduce;

    public override EquatableArray<int> Inputs => new([Input]);

    public static ReduceOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        uint function = reader.ReadBits(FunctionBits);
        reader.Require(function <= (uint)ReduceFunction.LastIndexOfMin, $"its function {function} is not known");
        return new(input, (ReduceFunction)function, reader.ReadNumber(), reader.ReadNumber());
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        ShapeInference.Require(
            Axes >= 1 && (long)Axis + Axes <= input.Rank, $"takes {Axes} axes from {Axis} on together, which {input} does not have");
        var sizes = new int[input.Rank];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = axis >= Axis && axis < Axis + Axes ? 1 : input[axis];
        }

        return new TensorShape(sizes);
    }
}
