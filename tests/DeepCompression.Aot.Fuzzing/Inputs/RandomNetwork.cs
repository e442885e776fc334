using DeepCompression.Aot.Format;
using DeepCompression.Aot.GoldenFiles.Valid;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>
/// Networks of any operators in any order, with weights stored in any form, all by the rules: what reaches the deepest checks, passes and
/// kernels. Small, since it is their variety that counts.
/// </summary>
internal sealed class RandomNetwork
{
    private const int MostOperators = 7;
    private const int MostElements = 2048;

    private readonly Random _random;
    private readonly CaseBuilder _builder;
    private readonly HashSet<int> _unread = [];
    private int _last;

    private RandomNetwork(Random random)
    {
        _random = random;
        _builder = new CaseBuilder("fuzzing", random.Next());
    }

    /// <summary>The bytes of a network's artifact.</summary>
    public static byte[] Draw(Random random) => new RandomNetwork(random).Build();

    private byte[] Build()
    {
        int inputs = _random.Next(8) == 0 ? 2 : 1;
        for (int i = 0; i < inputs; i++)
        {
            Computed(_builder.Input(DrawShape()));
        }

        // Every input is read; what nothing reads in the end is an output.
        for (int i = 0; i < inputs; i++)
        {
            _last = i;
            Append();
        }

        for (int more = _random.Next(MostOperators); more > 0; more--)
        {
            _last = _random.Next(4) == 0 ? _random.Next(inputs, _last + 1) : _last;
            Append();
        }

        return _builder.Build([.. _unread.Order()]).Bytes;
    }

    private int[] DrawShape() => _random.Next(5) switch
    {
        0 or 1 => [_random.Next(1, 60)],
        2 => [_random.Next(1, 10), _random.Next(1, 24)],
        3 => [_random.Next(1, 7), _random.Next(1, 14), _random.Next(1, 20)],
        _ => [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _random.Next(1, 5))],
    };

    private void Append()
    {
        int input = _last;
        TensorShape shape = _builder.ShapeOf(input);
        int? appended = _random.Next(3) == 0 ? AppendWeights(input, shape) : AppendFunction(input, shape);
        Computed(appended ?? _builder.Relu(input), input);
    }

    private void Computed(int value, params ReadOnlySpan<int> read)
    {
        foreach (int input in read)
        {
            _unread.Remove(input);
        }

        _unread.Add(value);
        _last = value;
    }

    /// <summary>A layer with weights, if there is one for the shape.</summary>
    private int? AppendWeights(int input, TensorShape shape)
    {
        int outputs = _random.Next(1, 24);
        switch (shape.Rank)
        {
            case 1:
                return _builder.Linear(input, outputs, Weights(shape[0]), DrawBias());
            case 3 when _random.Next(4) > 0:
                SlidingWindow window = DrawWindow(shape);
                int groups = Enumerable.Range(1, shape[0]).Last(count => shape[0] % count == 0 && _random.Next(2) == 0 || count == 1);
                return groups == 1
                    ? _builder.Convolution(input, outputs, window, Weights(shape[0] * window.Height * window.Width), DrawBias())
                    : _builder.GroupedConvolution(input, groups * _random.Next(1, 4), groups, window, Weights(shape[0] / groups * window.Height * window.Width));
            default:
                return AppendRows(input, shape);
        }
    }

    private int? AppendRows(int input, TensorShape shape)
    {
        int rows = (int)(shape.ElementCount / shape.RowWidth);
        int[] divisors = [.. Enumerable.Range(1, rows).Where(count => rows % count == 0)];
        var form = new RecurrentForm(divisors[_random.Next(divisors.Length)], _random.Next(2) == 0, _random.Next(3) == 0 ? 0.75f : null, default);
        return _random.Next(6) switch
        {
            0 when shape.RowWidth % LstmOperator.GateCount == 0 => _builder.Lstm(
                input, form with { Functions = LstmOperator.Usual }, Weights(shape.RowWidth / LstmOperator.GateCount), peepholes: _random.Next(2) == 0, keepsCell: _random.Next(2) == 0),
            1 when shape.RowWidth % GruOperator.GateCount == 0 => _builder.Gru(
                input, _random.Next(2) == 0, form with { Functions = GruOperator.Usual }, Weights(shape.RowWidth / GruOperator.GateCount)),
            2 => _builder.Rnn(input, form with { Functions = RnnOperator.Usual }, Weights(shape.RowWidth)),
            _ => shape.Rank < 2 ? null : _builder.LinearRows(input, 12, Weights(shape.RowWidth), DrawBias()),
        };
    }

    private int? AppendFunction(int input, TensorShape shape)
    {
        int axis = _random.Next(shape.Rank);
        switch (_random.Next(16))
        {
            case 0: return shape.Rank == 1 ? _builder.Softmax(input) : _builder.AxisSoftmax(input, axis, (SoftmaxForm)_random.Next(3));
            case 1: return _builder.Add(input, input);
            case 2: return AppendUnary(input);
            case 3: return AppendBinary(input, shape);
            case 4: return shape.Rank == 3 ? _builder.MaxPool(input, DrawWindow(shape)) : null;
            case 5: return shape.Rank == 3 ? _builder.AveragePool(input, DrawWindow(shape)) : null;
            case 6: return shape.Rank > 1 ? _builder.Flatten(input) : AppendReshape(input, shape);
            case 7: return shape.ElementCount > MostElements ? null : _builder.Concat(axis, input, input);
            case 8: return AppendCopy(input, shape);
            case 9: return _builder.Gather(input, axis, [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _random.Next(shape[axis]))]);
            case 10: return _builder.Reduce(input, (ReduceFunction)_random.Next(13), axis, _random.Next(1, shape.Rank - axis + 1));
            case 11: return AppendInset(input, shape, axis);
            case 12: return AppendInterpolate(input, shape, axis);
            case 13: return shape.Rank == 3 ? _builder.Pad(input, _random.Next(3), _random.Next(3), 1, _random.Next(3)) : null;
            case 14: return shape.Rank > 1 ? _builder.MatMul(input, _builder.Constant(shape.RowWidth, _random.Next(1, 12))) : null;
            default: return _builder.LocalResponseNormalization(input, _random.Next(1, 9), 0.5f, 0.75f, 1);
        }
    }

    private int AppendUnary(int input)
    {
        var function = (UnaryFunction)_random.Next((int)UnaryFunction.Truncate + 1);
        return _builder.Unary(input, function, [.. UnaryFunctions.Parameters(function).Select((_, i) => 0.25f + i)]);
    }

    private int AppendBinary(int input, TensorShape shape)
    {
        int[] spread = [.. shape.Dimensions.Select(size => _random.Next(2) == 0 ? 1 : size)];
        var function = (BinaryFunction)_random.Next((int)BinaryFunction.PRelu + 1);
        function = function == BinaryFunction.Sum && new TensorShape(spread) == shape ? BinaryFunction.Product : function;
        int constant = _builder.Constant(spread);
        return function == BinaryFunction.PRelu || _random.Next(2) == 0
            ? _builder.Binary(input, constant, function)
            : _builder.Binary(constant, input, function);
    }

    private int AppendReshape(int input, TensorShape shape)
    {
        int[] divisors = [.. Enumerable.Range(1, shape[0]).Where(count => shape[0] % count == 0)];
        int rows = divisors[_random.Next(divisors.Length)];
        return _builder.Reshape(input, rows, shape[0] / rows);
    }

    /// <summary>The axes in another order, some of them reversed.</summary>
    private int AppendCopy(int input, TensorShape shape)
    {
        int[] order = [.. Enumerable.Range(0, shape.Rank)];
        _random.Shuffle(order);
        var strides = new int[shape.Rank];
        int offset = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int size = shape[order[i]];
            int stride = shape.Dimensions.Skip(order[i] + 1).Aggregate(1, (product, dimension) => product * dimension);
            bool isReversed = _random.Next(3) == 0;
            strides[i] = size == 1 ? 0 : isReversed ? -stride : stride;
            offset += isReversed ? (size - 1) * stride : 0;
        }

        return _builder.Copy(input, [.. order.Select(axis => shape[axis])], strides, offset);
    }

    private int? AppendInset(int input, TensorShape shape, int axis)
    {
        if (shape.ElementCount > MostElements)
        {
            return null;
        }

        var margins = new AxisMargin[shape.Rank];
        Array.Fill(margins, AxisMargin.None);
        margins[axis] = new AxisMargin(_random.Next(1, 3), _random.Next(3), shape[axis] > 1 ? _random.Next(1, 3) : 1);
        return _builder.Inset(input, _random.Next(2) * 0.5f, margins);
    }

    private int AppendInterpolate(int input, TensorShape shape, int axis)
    {
        int taps = _random.Next(1, Math.Min(3, shape[axis]) + 1);
        int slices = _random.Next(1, 9);
        float[] weights = [.. Enumerable.Range(0, 2 * taps).Select(i => (i - 1.5f) / 4)];
        return _builder.Interpolate(
            input, axis, taps, weights,
            [.. Enumerable.Range(0, slices).Select(_ => _random.Next(shape[axis] - taps + 1))],
            [.. Enumerable.Range(0, slices).Select(_ => _random.Next(2))]);
    }

    private SlidingWindow DrawWindow(TensorShape shape)
    {
        int height = _random.Next(1, Math.Min(4, shape[1]) + 1);
        int width = _random.Next(1, Math.Min(4, shape[2]) + 1);
        return new SlidingWindow(
            height, width, _random.Next(1, 3), _random.Next(1, 3),
            _random.Next(height), _random.Next(width), _random.Next(height), _random.Next(width));
    }

    private BiasStyle DrawBias()
    {
        BiasStyle[] styles = Enum.GetValues<BiasStyle>();
        return styles[_random.Next(styles.Length)];
    }

    private WeightStyle Weights(int rowLength) => _random.Next(7) switch
    {
        0 => new WeightStyle(Density: 1, Centroids: _random.Next(1, 256), NumberFormat.Single),
        1 => new WeightStyle(Density: 0.6, Centroids: 63, IsRaw: true),
        2 => new WeightStyle(Density: 0.5, Centroids: _random.Next(1, 20), GapBits: _random.Next(1, 9)),
        3 => new WeightStyle(Density: 0.3, DeadColumns: _random.Next(rowLength)),
        4 => new WeightStyle(Density: 1, Centroids: 280, NumberFormat.Single, IsRaw: true),
        5 => new WeightStyle(Density: 0),
        _ => new WeightStyle(Density: _random.NextDouble(), Centroids: _random.Next(1, 40)),
    };
}
