using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;
using static DeepCompression.Aot.Trainer.Export.OnnxNodeChain;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Operators that move elements, take them together, or multiply computed matrices, each in a few nodes of ONNX.</summary>
internal static class StructureNodes
{
    private const int IntegerToNumber = (int)TensorProto.Types.DataType.Float;

    /// <summary>The nodes of an operator, or null for other operators.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="output">The value it computes.</param>
    /// <param name="shapes">The shape of every value, the batch left out.</param>
    /// <param name="names">The names of values.</param>
    public static IEnumerable<NodeProto>? Create(Operator op, int output, EquatableArray<TensorShape> shapes, OnnxNames names)
    {
        var chain = new OnnxNodeChain(names, names.Value(output));
        TensorShape input = op.Inputs.Length > 0 ? shapes[op.Inputs[0]] : default;
        string[] values = [.. op.Inputs.Select(names.Value)];
        switch (op)
        {
            case CopyOperator copy: Copy(chain, copy, values[0], input); break;
            case GatherOperator gather: chain.Add("Gather", [values[0], chain.Integers(gather.Indices)], Attribute("axis", gather.Axis + 1)); break;
            case ReduceOperator reduce: Reduce(chain, reduce, values[0], input, shapes[output]); break;
            case MatMulOperator: MatMul(chain, values, input, shapes[op.Inputs[1]]); break;
            case InsetOperator inset: Inset(chain, inset, values[0], input); break;
            case InterpolateOperator interpolate: Interpolate(chain, interpolate, values[0], input, shapes[output]); break;
            default: return null;
        }

        return chain.Nodes;
    }

    /// <summary>All elements in another order of axes as a transposition, whatever else by their numbers.</summary>
    private static void Copy(OnnxNodeChain chain, CopyOperator copy, string value, TensorShape input)
    {
        TensorShape shape = copy.Shape;
        int[] bySource = [.. Enumerable.Range(0, shape.Rank).OrderByDescending(axis => copy.Strides[axis])];
        bool isPermutation = copy.Offset == 0 && shape.ElementCount == input.ElementCount
            && IsContiguous([.. bySource.Where(axis => shape[axis] > 1)], copy);
        if (isPermutation)
        {
            string inSource = chain.Reshape(value, bySource.Select(axis => shape[axis]));
            chain.Add("Transpose", [inSource], Attribute("perm", [0, .. Enumerable.Range(0, shape.Rank).Select(axis => Array.IndexOf(bySource, axis) + 1)]));
            return;
        }

        int[] elements = new int[shape.ElementCount];
        for (int i = 0; i < elements.Length; i++)
        {
            int rest = i;
            elements[i] = copy.Offset;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                (rest, int place) = Math.DivRem(rest, shape[axis]);
                elements[i] += place * copy.Strides[axis];
            }
        }

        string flat = chain.Reshape(value, (int)input.ElementCount);
        string picked = chain.Add("Gather", [flat, chain.Integers(elements)], Attribute("axis", 1));
        chain.Reshape(picked, shape.Dimensions);
    }

    private static bool IsContiguous(int[] axes, CopyOperator copy)
    {
        long stride = 1;
        foreach (int axis in axes.Reverse())
        {
            if (copy.Strides[axis] != stride)
            {
                return false;
            }

            stride *= copy.Shape[axis];
        }

        return true;
    }

    /// <summary>Axes that are taken together become one first, since an index counts along a single one.</summary>
    private static void Reduce(OnnxNodeChain chain, ReduceOperator reduce, string value, TensorShape input, TensorShape output)
    {
        string merged = reduce.Axes == 1 ? value : chain.Reshape(
            value,
            [.. input.Dimensions.Take(reduce.Axis), input.Dimensions.Skip(reduce.Axis).Take(reduce.Axes).Aggregate(1, (a, b) => a * b), .. input.Dimensions.Skip(reduce.Axis + reduce.Axes)]);
        (string type, bool isLast) = reduce.Function switch
        {
            ReduceFunction.Sum => ("ReduceSum", false),
            ReduceFunction.Mean => ("ReduceMean", false),
            ReduceFunction.Max => ("ReduceMax", false),
            ReduceFunction.Min => ("ReduceMin", false),
            ReduceFunction.Product => ("ReduceProd", false),
            ReduceFunction.SumOfMagnitudes => ("ReduceL1", false),
            ReduceFunction.SumOfSquares => ("ReduceSumSquare", false),
            ReduceFunction.Norm => ("ReduceL2", false),
            ReduceFunction.LogSumExp => ("ReduceLogSumExp", false),
            ReduceFunction.IndexOfMax => ("ArgMax", false),
            ReduceFunction.LastIndexOfMax => ("ArgMax", true),
            ReduceFunction.IndexOfMin => ("ArgMin", false),
            ReduceFunction.LastIndexOfMin => ("ArgMin", true),
            _ => throw new ExportException($"the function {reduce.Function} has no translation to ONNX yet"),
        };
        string reduced;
        if (reduce.Function >= ReduceFunction.IndexOfMax)
        {
            string index = chain.Add(type, [merged], Attribute("axis", reduce.Axis + 1), Attribute("select_last_index", isLast ? 1 : 0));
            reduced = chain.Add("Cast", [index], Attribute("to", IntegerToNumber));
        }
        else
        {
            // Sums have their axes as an input since operator set 13, all others since 18.
            reduced = reduce.Function == ReduceFunction.Sum
                ? chain.Add(type, [merged, chain.Integers(reduce.Axis + 1)])
                : chain.Add(type, [merged], Attribute("axes", [reduce.Axis + 1]));
        }

        if (reduce.Axes > 1)
        {
            chain.Reshape(reduced, output.Dimensions);
        }
    }

    /// <summary>ONNX aligns shapes at their ends, so a single matrix needs as many axes behind the batch as the other side has.</summary>
    private static void MatMul(OnnxNodeChain chain, string[] values, TensorShape left, TensorShape right)
    {
        chain.Add("MatMul", [Aligned(values[0], left, right.Rank), Aligned(values[1], right, left.Rank)]);

        string Aligned(string value, TensorShape shape, int rank) =>
            rank > shape.Rank ? chain.Reshape(value, [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape.Dimensions]) : value;
    }

    /// <summary>Room between slices is padding behind each of them; behind the last one it is taken away again.</summary>
    private static void Inset(OnnxNodeChain chain, InsetOperator inset, string value, TensorShape input)
    {
        string filling = chain.Number(inset.Filling);
        AxisMargin[] margins = [.. inset.Margins];
        if (margins.Any(margin => margin.Step > 1))
        {
            string apart = chain.Reshape(value, input.Dimensions.SelectMany(size => (int[])[size, 1]));
            string pads = chain.Integers([0, .. Enumerable.Repeat(0, 2 * margins.Length), 0, .. margins.SelectMany(margin => (int[])[0, margin.Step - 1])]);
            string spread = chain.Add("Pad", [apart, pads, filling]);
            value = chain.Reshape(spread, input.Dimensions.Zip(margins, (size, margin) => size * margin.Step));
        }

        chain.Add("Pad", [value, chain.Integers([0, .. margins.Select(margin => margin.Before), 0, .. margins.Select(margin => margin.After + 1 - margin.Step)]), filling]);
    }

    /// <summary>A product with the matrix of all weights.</summary>
    private static void Interpolate(OnnxNodeChain chain, InterpolateOperator op, string value, TensorShape input, TensorShape output)
    {
        int size = input[op.Axis];
        var matrix = new float[op.Firsts.Length * size];
        for (int slice = 0; slice < op.Firsts.Length; slice++)
        {
            op.Weights.AsSpan().Slice(op.Phases[slice] * op.Taps, op.Taps).CopyTo(matrix.AsSpan((slice * size) + op.Firsts[slice]));
        }

        int rows = input.Dimensions.Take(op.Axis).Aggregate(1, (a, b) => a * b);
        string slices = chain.Reshape(value, rows, size, (int)(input.ElementCount / rows / size));
        string product = chain.Add("MatMul", [chain.Numbers(new(op.Firsts.Length, size), matrix), slices]);
        chain.Reshape(product, output.Dimensions);
    }
}
