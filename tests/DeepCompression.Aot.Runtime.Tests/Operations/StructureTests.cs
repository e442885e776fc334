using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

/// <summary>Operations along axes, over sizes around those of vectors and tiles, in guarded memory, against the reference.</summary>
public class StructureTests
{
    [LinuxFact]
    public void Any_walk_copies_what_the_reference_does() => Properties.Check(random =>
    {
        int[] input = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 20))];
        int[] order = [.. Enumerable.Range(0, input.Length)];
        random.Shuffle(order);
        var shape = new TensorShape(input);
        int[] strides = [.. order.Select(axis => ReferenceAxis.Inner(shape, axis))];
        int[] sizes = [.. order.Select(axis => input[axis])];

        // One axis goes backwards, from its last slice.
        int reversed = random.Next(sizes.Length);
        int offset = (sizes[reversed] - 1) * strides[reversed];
        strides[reversed] = -strides[reversed];
        RequireCopied(random, shape, sizes, strides, offset);
        RequireCopied(random, shape, [.. sizes, 3], [.. strides, 0], offset);
    });

    [LinuxFact]
    public void Matrices_of_any_size_are_transposed() => Properties.Check(random =>
    {
        (int rows, int columns) = (random.Next(1, 50), random.Next(1, 50));
        RequireCopied(random, new(rows, columns), [columns, rows], [1, columns], 0);
    });

    [LinuxFact]
    public void Every_function_of_elements_along_an_axis() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 4), random.Next(1, 40), random.Next(2) == 0 ? 1 : random.Next(1, 40));
        using var input = new GuardedMemory<float>(Values(random, (int)shape.ElementCount), random.Next(2) == 0);
        using var output = new GuardedMemory<float>(shape[0] * shape[2], random.Next(2) == 0);
        foreach (ReduceFunction function in Enum.GetValues<ReduceFunction>())
        {
            float[] expected = ReferenceReduce.Run(
                input.Span.ToArray(), shape, new ReduceOperator(0, function, 1, 1), new TensorShape(shape[0], 1, shape[2]));
            Of(function)(input.Span, output.Span, shape[1], shape[2]);
            AssertClose(expected, output.Span, shape[1]);
        }
    });

    [Fact]
    public void Infinite_elements_have_an_infinite_logarithm_of_their_sum()
    {
        var output = new float[2];
        Reduce.LogSumExp([float.NegativeInfinity, float.NegativeInfinity, 1, float.PositiveInfinity], output, count: 2, inner: 1);
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity], output);
    }

    [LinuxFact]
    public void Matrices_of_any_size_are_multiplied() => Properties.Check(random =>
    {
        (int rows, int depth, int columns) = (random.Next(1, 12), random.Next(1, 300), random.Next(1, 60));
        (int lefts, int rights) = random.Next(3) switch { 0 => (1, 3), 1 => (2, 1), _ => (2, 2) };
        bool atStart = random.Next(2) == 0;
        using var left = new GuardedMemory<float>(Values(random, lefts * rows * depth), atStart);
        using var right = new GuardedMemory<float>(Values(random, rights * depth * columns), atStart);
        using var output = new GuardedMemory<float>(Math.Max(lefts, rights) * rows * columns, atStart);

        MatMul.Apply(left.Span, right.Span, output.Span, rows, depth, columns);

        float[] expected = ReferenceMatMul.Run(
            left.Span.ToArray(), right.Span.ToArray(), new(lefts, rows, depth), new(Math.Max(lefts, rights), rows, columns));
        AssertClose(expected, output.Span, depth);
    });

    [LinuxFact]
    public void Slices_of_any_width_are_gathered_and_weighted() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 4), random.Next(2, 9), random.Next(1, 40));
        int slices = random.Next(1, 12);
        int[] indices = [.. Enumerable.Range(0, slices).Select(_ => random.Next(shape[1]))];
        var resize = new InterpolateOperator(
            0, 1, 2, new(Values(random, 6)), new([.. indices.Select(index => Math.Min(index, shape[1] - 2))]), new([.. indices.Select(_ => random.Next(3))]));
        var result = new TensorShape(shape[0], slices, shape[2]);
        using var input = new GuardedMemory<float>(Values(random, (int)shape.ElementCount), random.Next(2) == 0);
        using var output = new GuardedMemory<float>((int)result.ElementCount, random.Next(2) == 0);

        Gather.Apply(input.Span, output.Span, shape[1], shape[2], indices);
        Assert.Equal(ReferenceGather.Run(input.Span.ToArray(), shape, new GatherOperator(0, 1, new(indices)), result), output.Span.ToArray());

        Interpolate.Apply(input.Span, output.Span, shape[1], shape[2], 2, resize.Weights.AsSpan(), resize.Firsts.AsSpan(), resize.Phases.AsSpan());
        AssertClose(ReferenceInterpolate.Run(input.Span.ToArray(), shape, resize, result), output.Span, 2);
    });

    [LinuxFact]
    public void What_is_set_into_more_lies_where_the_reference_puts_it() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(2, 5), random.Next(2, 20));
        AxisMargin[] margins = [.. Enumerable.Range(0, 2).Select(_ => new AxisMargin(random.Next(3), random.Next(3), random.Next(1, 4)))];
        var grown = new TensorShape((int)margins[0].Grown(shape[0]), (int)margins[1].Grown(shape[1]));
        using var input = new GuardedMemory<float>(Values(random, (int)shape.ElementCount), random.Next(2) == 0);
        using var output = new GuardedMemory<float>((int)grown.ElementCount, random.Next(2) == 0);

        Rearrange.Spread(
            input.Span, output.Span, [shape[0], shape[1]], [margins[0].Step * grown[1], margins[1].Step], (margins[0].Before * grown[1]) + margins[1].Before, 0.5f);

        Assert.Equal(ReferenceInset.Run(input.Span.ToArray(), shape, new InsetOperator(0, new(margins), 0.5f), grown), output.Span.ToArray());
    });

    [Fact]
    public void Spans_that_do_not_fit_are_refused_by_name()
    {
        Assert.Throws<ArgumentException>("output", () => Rearrange.Copy(new float[4], new float[3], [2, 2], [1, 2], 0));
        Assert.Throws<ArgumentException>("strides", () => Rearrange.Copy(new float[4], new float[4], [2, 2], [1], 0));
        Assert.Throws<ArgumentException>("input", () => Rearrange.Spread(new float[3], new float[9], [2, 2], [3, 1], 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rearrange.Copy(new float[4], new float[4], [4], [1], 1));
        Assert.Throws<ArgumentException>("input", () => Reduce.Sum(new float[5], new float[2], count: 2, inner: 1));
        Assert.Throws<ArgumentException>("right", () => MatMul.Apply(new float[4], new float[5], new float[4], 2, 2, 2));
        Assert.Throws<ArgumentException>("output", () => Gather.Apply(new float[6], new float[3], size: 3, inner: 1, [0]));
        Assert.Throws<ArgumentException>("phases", () => Interpolate.Apply(new float[3], new float[1], 3, 1, 1, [1], [0], []));
    }

    private delegate void Reduction(ReadOnlySpan<float> input, Span<float> output, int count, int inner);

    private static Reduction Of(ReduceFunction function) => function switch
    {
        ReduceFunction.Sum => Reduce.Sum,
        ReduceFunction.Mean => Reduce.Mean,
        ReduceFunction.Max => Reduce.Max,
        ReduceFunction.Min => Reduce.Min,
        ReduceFunction.Product => Reduce.Product,
        ReduceFunction.SumOfMagnitudes => Reduce.SumOfMagnitudes,
        ReduceFunction.SumOfSquares => Reduce.SumOfSquares,
        ReduceFunction.Norm => Reduce.Norm,
        ReduceFunction.LogSumExp => Reduce.LogSumExp,
        ReduceFunction.IndexOfMax => Reduce.IndexOfMax,
        ReduceFunction.LastIndexOfMax => Reduce.LastIndexOfMax,
        ReduceFunction.IndexOfMin => Reduce.IndexOfMin,
        _ => Reduce.LastIndexOfMin,
    };

    private static void RequireCopied(Random random, TensorShape shape, int[] sizes, int[] strides, int offset)
    {
        var target = new TensorShape(sizes);
        using var input = new GuardedMemory<float>(Values(random, (int)shape.ElementCount), random.Next(2) == 0);
        using var output = new GuardedMemory<float>((int)target.ElementCount, random.Next(2) == 0);
        Rearrange.Copy(input.Span, output.Span, sizes, strides, offset);
        Assert.Equal(ReferenceCopy.Run(input.Span.ToArray(), new CopyOperator(0, target, new(strides), offset)), output.Span.ToArray());
    }

    /// <summary>Sums in another order differ by the rounding of as many additions of elements below 1.</summary>
    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual, int terms)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], terms * 2e-7f);
        }
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
