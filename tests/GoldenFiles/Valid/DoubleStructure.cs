using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>
/// Operators that move elements or take them together, in double precision and by coordinates: each element is found by its place
/// along every axis, whatever loops other implementations have.
/// </summary>
internal static class DoubleStructure
{
    public static double[] Copy(double[] x, CopyOperator copy) =>
        [.. Places(copy.Shape).Select(place => x[copy.Offset + place.Zip(copy.Strides, (at, stride) => at * stride).Sum()])];

    public static double[] Gather(double[] x, TensorShape input, GatherOperator gather) => [.. Places(With(input, gather.Axis, gather.Indices.Length))
        .Select(place => x[Number(input, With(place, gather.Axis, gather.Indices[place[gather.Axis]]))])];

    public static double[] Reduce(double[] x, TensorShape input, ReduceOperator reduce)
    {
        // Elements with the same place along all other axes go together; grouping keeps their order.
        IEnumerable<IGrouping<string, double>> groups = Places(input).Select((place, number) => (place, number)).GroupBy(
            at => string.Join(' ', at.place.Where((_, axis) => axis < reduce.Axis || axis >= reduce.Axis + reduce.Axes)),
            at => x[at.number]);
        return [.. groups.Select(group => Of(reduce.Function, [.. group]))];
    }

    public static double[] MatMul(double[] left, double[] right, TensorShape leftShape, TensorShape rightShape)
    {
        (int rows, int depth, int columns) = (leftShape[leftShape.Rank - 2], leftShape[leftShape.Rank - 1], rightShape[rightShape.Rank - 1]);
        double[][] lefts = [.. left.Chunk(rows * depth)];
        double[][] rights = [.. right.Chunk(depth * columns)];
        return [.. Enumerable.Range(0, Math.Max(lefts.Length, rights.Length)).SelectMany(matrix =>
        {
            double[] a = lefts[lefts.Length == 1 ? 0 : matrix];
            double[] b = rights[rights.Length == 1 ? 0 : matrix];
            return Enumerable.Range(0, rows * columns).Select(i =>
                Enumerable.Range(0, depth).Sum(k => a[(i / columns * depth) + k] * b[(k * columns) + (i % columns)]));
        })];
    }

    public static double[] Inset(double[] x, TensorShape input, TensorShape output, InsetOperator inset)
    {
        double[] y = [.. Enumerable.Repeat((double)inset.Filling, (int)output.ElementCount)];
        int number = 0;
        foreach (int[] place in Places(input))
        {
            y[Number(output, [.. place.Select((at, axis) => inset.Margins[axis].Before + (at * inset.Margins[axis].Step))])] = x[number++];
        }

        return y;
    }

    public static double[] Interpolate(double[] x, TensorShape input, InterpolateOperator op) => [.. Places(With(input, op.Axis, op.Firsts.Length))
        .Select(place => Enumerable.Range(0, op.Taps).Sum(tap =>
            op.Weights[(op.Phases[place[op.Axis]] * op.Taps) + tap] * x[Number(input, With(place, op.Axis, op.Firsts[place[op.Axis]] + tap))]))];

    private static double Of(ReduceFunction function, double[] elements) => function switch
    {
        ReduceFunction.Sum => elements.Sum(),
        ReduceFunction.Mean => elements.Average(),
        ReduceFunction.Max => elements.Max(),
        ReduceFunction.Min => elements.Min(),
        ReduceFunction.Product => elements.Aggregate((a, b) => a * b),
        ReduceFunction.SumOfMagnitudes => elements.Sum(Math.Abs),
        ReduceFunction.SumOfSquares => elements.Sum(element => element * element),
        ReduceFunction.Norm => Math.Sqrt(elements.Sum(element => element * element)),
        ReduceFunction.LogSumExp => Math.Log(elements.Sum(Math.Exp)),
        ReduceFunction.IndexOfMax => Array.IndexOf(elements, elements.Max()),
        ReduceFunction.LastIndexOfMax => Array.LastIndexOf(elements, elements.Max()),
        ReduceFunction.IndexOfMin => Array.IndexOf(elements, elements.Min()),
        ReduceFunction.LastIndexOfMin => Array.LastIndexOf(elements, elements.Min()),
        _ => throw new InvalidOperationException($"{function} has no reference."),
    };

    /// <summary>Every place of a tensor along its axes, row-major.</summary>
    private static IEnumerable<int[]> Places(TensorShape shape)
    {
        IEnumerable<int[]> places = [[]];
        foreach (int size in shape.Dimensions)
        {
            places = places.SelectMany(place => Enumerable.Range(0, size).Select(at => (int[])[.. place, at]));
        }

        return places;
    }

    private static int Number(TensorShape shape, int[] place)
    {
        int number = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            number = (number * shape[axis]) + place[axis];
        }

        return number;
    }

    private static TensorShape With(TensorShape shape, int axis, int size) => new(With([.. shape.Dimensions], axis, size));

    private static int[] With(int[] numbers, int axis, int number) => [.. numbers[..axis], number, .. numbers[(axis + 1)..]];
}
