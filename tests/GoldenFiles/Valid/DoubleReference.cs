using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>
/// What a network computes, in double precision and by the definition of each operator: loops over dense weights, written for
/// this program alone, so that every other implementation has something independent to be checked against.
/// </summary>
internal static class DoubleReference
{
    public static double[][] Run(
        Graph graph, EquatableArray<TensorShape> shapes, IReadOnlyList<float[]> parameters, double[][] inputs)
    {
        var values = new List<double[]>(inputs);
        foreach (Operator op in graph.Operators)
        {
            TensorShape output = shapes[values.Count];
            if (op is ConstantOperator constant)
            {
                values.Add([.. parameters[constant.Tensor].Select(value => (double)value)]);
                continue;
            }

            TensorShape input = shapes[op.Inputs[0]];
            double[] x = values[op.Inputs[0]];
            values.Add(op switch
            {
                LinearOperator linear => Linear(x, parameters[linear.Weight], BiasOf(linear.Bias), output[0]),
                ConvolutionOperator convolution =>
                    Convolution(x, input, parameters[convolution.Weight], BiasOf(convolution.Bias), output, convolution.Window),
                GroupedConvolutionOperator convolution => GroupedConvolution(
                    x, input, parameters[convolution.Weight], BiasOf(convolution.Bias), output, convolution),
                ConcatOperator concat => Concat([.. concat.Parts.Select(part => values[part])], output, concat.Axis),
                PadOperator pad => Pad(x, input, output, pad),
                MaxPoolOperator pool => Pool(x, input, output, pool.Window, elements => elements.Max()),
                AveragePoolOperator pool => Pool(x, input, output, pool.Window, elements => elements.Average()),
                ReluOperator => [.. x.Select(value => Math.Max(value, 0))],
                SoftmaxOperator => Softmax(x),
                FlattenOperator or ReshapeOperator => x,
                UnaryOperator unary => [.. x.Select(value => DoubleFunctions.Of(unary.Function, unary.Settings, value))],
                BinaryOperator binary => Binary(x, input, values[binary.Right], shapes[binary.Right], output, binary.Function),
                AxisSoftmaxOperator softmax => AxisSoftmax(x, output, softmax),
                AddOperator add => [.. x.Zip(values[add.Right], (left, right) => left + right)],
                CopyOperator copy => DoubleStructure.Copy(x, copy),
                GatherOperator gather => DoubleStructure.Gather(x, input, gather),
                ReduceOperator reduce => DoubleStructure.Reduce(x, input, reduce),
                MatMulOperator product => DoubleStructure.MatMul(x, values[product.Right], input, shapes[product.Right]),
                InsetOperator inset => DoubleStructure.Inset(x, input, output, inset),
                InterpolateOperator interpolate => DoubleStructure.Interpolate(x, input, interpolate),
                RecurrentOperator recurrent => DoubleRecurrent.Run(
                    recurrent, x, parameters[recurrent.Weight], BiasOf(recurrent.Parameters.Length > 1 ? recurrent.Parameters[1] : null),
                    [.. recurrent.States.Select(state => values[state])]),
                LinearRowsOperator linear => [.. x.Chunk(input.RowWidth).SelectMany(row =>
                    Linear(row, parameters[linear.Weight], BiasOf(linear.Bias), output.RowWidth))],
                LocalResponseNormalizationOperator lrn => LocalResponseNormalization(x, input, lrn),
                _ => throw new InvalidOperationException($"{op.Kind} has no reference."),
            });
        }

        return [.. graph.Outputs.Select(output => values[output])];

        float[]? BiasOf(int? number) => number is int bias ? parameters[bias] : null;
    }

    private static double[] Linear(double[] x, float[] weight, float[]? bias, int outputs)
    {
        var y = new double[outputs];
        for (int row = 0; row < outputs; row++)
        {
            double sum = bias?[row] ?? 0;
            for (int column = 0; column < x.Length; column++)
            {
                sum += (double)weight[(row * x.Length) + column] * x[column];
            }

            y[row] = sum;
        }

        return y;
    }

    private static double[] Convolution(
        double[] x, TensorShape input, float[] weight, float[]? bias, TensorShape output, SlidingWindow window)
    {
        var y = new double[output.ElementCount];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i / (output[1] * output[2]);
            double sum = bias?[channel] ?? 0;
            for (int inputChannel = 0; inputChannel < input[0]; inputChannel++)
            {
                int kernel = ((channel * input[0]) + inputChannel) * window.Height * window.Width;
                foreach ((int tap, int position) in Taps(input, output, window, inputChannel, i % (output[1] * output[2])))
                {
                    sum += (double)weight[kernel + tap] * x[position];
                }
            }

            y[i] = sum;
        }

        return y;
    }

    private static double[] GroupedConvolution(
        double[] x, TensorShape input, float[] weight, float[]? bias, TensorShape output, GroupedConvolutionOperator op)
    {
        // The same as a convolution whose weights are zero outside the group.
        int groupInputs = input[0] / op.Groups;
        int taps = op.Window.Height * op.Window.Width;
        var spread = new float[output[0] * input[0] * taps];
        for (int i = 0; i < weight.Length; i++)
        {
            (int channel, int rest) = Math.DivRem(i, groupInputs * taps);
            int firstInput = channel / (output[0] / op.Groups) * groupInputs;
            spread[(((channel * input[0]) + firstInput) * taps) + rest] = weight[i];
        }

        return Convolution(x, input, spread, bias, output, op.Window);
    }

    private static double[] Pad(double[] x, TensorShape input, TensorShape output, PadOperator pad)
    {
        return [.. Enumerable.Range(0, (int)output.ElementCount).Select(i =>
        {
            int row = (i / output[2] % output[1]) - pad.Top;
            int column = (i % output[2]) - pad.Left;
            bool isInside = row >= 0 && row < input[1] && column >= 0 && column < input[2];
            return isInside ? x[(((i / output[2] / output[1] * input[1]) + row) * input[2]) + column] : 0;
        })];
    }

    private static double[] LocalResponseNormalization(double[] x, TensorShape input, LocalResponseNormalizationOperator op)
    {
        int plane = x.Length / input[0];
        return [.. x.Select((value, i) =>
        {
            int first = (i / plane) - (int)Math.Floor((op.Size - 1) / 2.0);
            double squares = Enumerable.Range(first, op.Size).Where(channel => channel >= 0 && channel < input[0])
                .Sum(channel => Math.Pow(x[(channel * plane) + (i % plane)], 2));
            return value / Math.Pow(op.Offset + (op.Scale / (double)op.Size * squares), op.Exponent);
        })];
    }

    private static double[] Concat(double[][] parts, TensorShape output, int axis)
    {
        int rows = output.Dimensions.Take(axis).Aggregate(1, (product, size) => product * size);
        return [.. Enumerable.Range(0, rows).SelectMany(row => parts.SelectMany(part => part.Chunk(part.Length / rows).ElementAt(row)))];
    }

    private static double[] Pool(
        double[] x, TensorShape input, TensorShape output, SlidingWindow window, Func<IEnumerable<double>, double> combine)
    {
        int plane = output[1] * output[2];
        return [.. Enumerable.Range(0, output[0] * plane)
            .Select(i => combine(Taps(input, output, window, i / plane, i % plane).Select(tap => x[tap.Position])))];
    }

    /// <summary>The taps of the window at one output position that lie inside the input plane, with the elements under them.</summary>
    private static IEnumerable<(int Tap, int Position)> Taps(
        TensorShape input, TensorShape output, SlidingWindow window, int channel, int outputPosition)
    {
        int top = (outputPosition / output[2] * window.StrideY) - window.PadTop;
        int left = (outputPosition % output[2] * window.StrideX) - window.PadLeft;
        for (int tap = 0; tap < window.Height * window.Width; tap++)
        {
            int row = top + (tap / window.Width);
            int column = left + (tap % window.Width);
            if (row >= 0 && row < input[1] && column >= 0 && column < input[2])
            {
                yield return (tap, (((channel * input[1]) + row) * input[2]) + column);
            }
        }
    }

    private static double[] Binary(
        double[] left, TensorShape leftShape, double[] right, TensorShape rightShape, TensorShape output, BinaryFunction function) =>
    [
        .. Enumerable.Range(0, (int)output.ElementCount).Select(i => DoubleFunctions.Of(
            function, left[Position(Coordinates(i, output), leftShape)], right[Position(Coordinates(i, output), rightShape)])),
    ];

    private static int[] Coordinates(int element, TensorShape shape)
    {
        var coordinates = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (element, coordinates[axis]) = Math.DivRem(element, shape[axis]);
        }

        return coordinates;
    }

    /// <summary>Where an element is; along a dimension of 1 it is the only one.</summary>
    private static int Position(int[] coordinates, TensorShape shape) =>
        coordinates.Select((at, axis) => (at, axis)).Aggregate(0, (position, next) => (position * shape[next.axis]) + (shape[next.axis] == 1 ? 0 : next.at));

    private static double[] AxisSoftmax(double[] x, TensorShape shape, AxisSoftmaxOperator op)
    {
        var y = new double[x.Length];
        foreach (IGrouping<string, int> line in Enumerable.Range(0, x.Length).GroupBy(i => Line(Coordinates(i, shape), op.Axis)))
        {
            int[] places = [.. line];
            double[] along = Softmax([.. places.Select(place => x[place])]);
            int largest = Array.IndexOf(along, along.Max());
            for (int i = 0; i < places.Length; i++)
            {
                y[places[i]] = op.Form switch
                {
                    SoftmaxForm.Softmax => along[i],
                    SoftmaxForm.LogSoftmax => Math.Log(along[i]),
                    _ => i == largest ? 1 : 0,
                };
            }
        }

        return y;
    }

    /// <summary>What elements along an axis have in common.</summary>
    private static string Line(int[] coordinates, int axis) => string.Join(',', coordinates.Where((_, other) => other != axis));

    private static double[] Softmax(double[] x)
    {
        double largest = x.Max();
        double[] exponentials = [.. x.Select(value => Math.Exp(value - largest))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }
}
