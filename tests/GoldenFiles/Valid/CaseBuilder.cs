using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Builds a golden artifact operator by operator with weights drawn from a seed; methods return the number of the value they add.</summary>
internal sealed class CaseBuilder(string name, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<TensorShape> _inputs = [];
    private readonly List<Operator> _operators = [];
    private readonly List<Tensor> _tensors = [];
    private readonly List<float[]> _dense = [];
    private ShapeInference? _shapes;

    private ShapeInference Shapes => _shapes ??= new ShapeInference(new([.. _inputs]));

    public int Input(params int[] shape)
    {
        _inputs.Add(new TensorShape(shape));
        return _inputs.Count - 1;
    }

    /// <summary>The shape of a value.</summary>
    public TensorShape ShapeOf(int value) => Shapes.Value(value);

    public int Linear(int input, int outputs, WeightStyle? weights = null, BiasStyle bias = BiasStyle.Half)
    {
        int weight = Weight(weights ?? new(), outputs, Shapes.Value(input)[0]);
        return Add(new LinearOperator(input, weight, Bias(bias, outputs)));
    }

    public int Convolution(int input, int outputs, SlidingWindow window, WeightStyle? weights = null, BiasStyle bias = BiasStyle.Half)
    {
        int weight = Weight(weights ?? new(), outputs, Shapes.Value(input)[0], window.Height, window.Width);
        return Add(new ConvolutionOperator(input, weight, Bias(bias, outputs), window));
    }

    public int GroupedConvolution(int input, int outputs, int groups, SlidingWindow window, WeightStyle? weights = null)
    {
        int weight = Weight(weights ?? new(), outputs, Shapes.Value(input)[0] / groups, window.Height, window.Width);
        return Add(new GroupedConvolutionOperator(input, weight, Bias(BiasStyle.Half, outputs), window, groups));
    }

    public int LinearRows(int input, int outputs, WeightStyle? weights = null, BiasStyle bias = BiasStyle.Half)
    {
        int weight = Weight(weights ?? new(), outputs, Shapes.Value(input).RowWidth);
        return Add(new LinearRowsOperator(input, weight, Bias(bias, outputs)));
    }

    public int Lstm(int input, RecurrentForm? form = null, WeightStyle? weights = null, bool peepholes = false, bool keepsCell = false, params int[] states)
    {
        int units = Shapes.Value(input).RowWidth / LstmOperator.GateCount;
        int weight = Weight(weights ?? new(), LstmOperator.GateCount * units, units);
        int? vector = peepholes ? Bias(BiasStyle.Half, 3 * units) : null;
        return Add(new LstmOperator(input, new(states), weight, vector, form ?? new(1, false, null, LstmOperator.Usual), keepsCell));
    }

    public int Gru(int input, bool resetsAfter, RecurrentForm? form = null, WeightStyle? weights = null, params int[] states)
    {
        int units = Shapes.Value(input).RowWidth / GruOperator.GateCount;
        int weight = Weight(weights ?? new(), GruOperator.GateCount * units, units);
        int? bias = resetsAfter ? Bias(BiasStyle.Half, GruOperator.GateCount * units) : null;
        return Add(new GruOperator(input, new(states), weight, bias, form ?? new(1, false, null, GruOperator.Usual), resetsAfter));
    }

    public int Rnn(int input, RecurrentForm? form = null, WeightStyle? weights = null, params int[] states)
    {
        int units = Shapes.Value(input).RowWidth;
        return Add(new RnnOperator(input, new(states), Weight(weights ?? new(), units, units), form ?? new(1, false, null, RnnOperator.Usual)));
    }

    public int Pad(int input, int top, int left, int bottom, int right) => Add(new PadOperator(input, top, left, bottom, right));

    public int Concat(int axis, params int[] parts) => Add(new ConcatOperator(new(parts), axis));

    public int MaxPool(int input, SlidingWindow window) => Add(new MaxPoolOperator(input, window));

    public int AveragePool(int input, SlidingWindow window) => Add(new AveragePoolOperator(input, window));

    public int Relu(int input) => Add(new ReluOperator(input));

    public int Softmax(int input) => Add(new SoftmaxOperator(input));

    public int Flatten(int input) => Add(new FlattenOperator(input));

    public int Add(int left, int right) => Add(new AddOperator(left, right));

    public int Unary(int input, UnaryFunction function, params float[] settings) => Add(new UnaryOperator(input, function, new(settings)));

    public int Binary(int left, int right, BinaryFunction function) => Add(new BinaryOperator(left, right, function));

    /// <summary>Thirty-seconds between −2 and 2, none of them zero.</summary>
    public int Constant(params int[] dimensions)
    {
        var shape = new TensorShape(dimensions);
        float[] dense = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (_random.Next(1, 64) - (_random.Next(2) * 64)) / 32f)];
        return Add(new ConstantOperator(Store(shape, dense, RawTensorEncoder.Encode(shape, dense, NumberFormat.Half))));
    }

    public int Reshape(int input, params int[] dimensions) => Add(new ReshapeOperator(input, new TensorShape(dimensions)));

    public int AxisSoftmax(int input, int axis, SoftmaxForm form) => Add(new AxisSoftmaxOperator(input, axis, form));

    public int LocalResponseNormalization(int input, int size, float scale, float exponent, float offset) =>
        Add(new LocalResponseNormalizationOperator(input, size, scale, exponent, offset));

    public int Copy(int input, int[] shape, int[] strides, int offset = 0) => Add(new CopyOperator(input, new(shape), new(strides), offset));

    public int Gather(int input, int axis, params int[] indices) => Add(new GatherOperator(input, axis, new(indices)));

    public int Reduce(int input, ReduceFunction function, int axis, int axes = 1) => Add(new ReduceOperator(input, function, axis, axes));

    public int MatMul(int left, int right) => Add(new MatMulOperator(left, right));

    public int Inset(int input, float filling, params AxisMargin[] margins) => Add(new InsetOperator(input, new(margins), filling));

    public int Interpolate(int input, int axis, int taps, float[] weights, int[] firsts, int[] phases) =>
        Add(new InterpolateOperator(input, axis, taps, new(weights), new(firsts), new(phases)));

    public ValidCase Build(params int[] outputs) => Build(null, default, null, default, outputs);

    public ValidCase Build(
        GraphNames? names,
        EquatableArray<ActivationScale> scales,
        InputContract? contract,
        EquatableArray<ProvenanceEntry> provenance,
        params int[] outputs)
    {
        var graph = new Graph(new([.. _inputs]), Shapes.Parameters, new([.. _operators]), new(outputs));
        byte[] bytes = ArtifactWriter.Write(graph, _tensors, names, scales, contract, provenance);
        return new ValidCase(name, graph, Shapes.Values, _dense, bytes);
    }

    private int Weight(WeightStyle style, params int[] dimensions)
    {
        var shape = new TensorShape(dimensions);
        float[] centroids = [.. Enumerable.Range(0, style.Centroids).Select(i => Rounded(DrawCentroid(i, style.Centroids), style.Format))];
        int[] assignment = [.. Enumerable.Range(0, (int)shape.ElementCount)
            .Select(_ => _random.NextDouble() < style.Density ? _random.Next(centroids.Length) : -1)
            .Select((index, i) => i % shape.RowLength < style.DeadColumns ? -1 : index)];
        float[] dense = [.. assignment.Select(index => index < 0 ? 0 : centroids[index])];
        if (style.IsRaw)
        {
            return Store(shape, dense, RawTensorEncoder.Encode(shape, dense, style.Format));
        }

        return Store(shape, dense, style.IsSplit
            ? SplitTensorEncoder.Encode(shape, dense, style.Format)!
            : CodedTensorEncoder.Encode(
                shape, assignment, centroids, style.Format, style.GapBits is null ? CodingScheme.Huffman : CodingScheme.Fixed, style.GapBits));
    }

    private int? Bias(BiasStyle style, int length)
    {
        if (style == BiasStyle.None)
        {
            return null;
        }

        NumberFormat format = style switch
        {
            BiasStyle.Single or BiasStyle.Split => NumberFormat.Single,
            BiasStyle.Tiny => NumberFormat.Tiny,
            _ => NumberFormat.Half,
        };
        var shape = new TensorShape(length);
        IEnumerable<double> drawn = [.. Enumerable.Range(0, length).Select(_ => (_random.NextDouble() - 0.5) / 4)];
        float[] dense = style switch
        {
            BiasStyle.Ascending => [.. drawn.Select(FewValues).Order()],
            BiasStyle.Shared => [.. drawn.Select(FewValues)],
            _ => [.. drawn.Select(value => Rounded(value, format))],
        };
        if (style == BiasStyle.Split)
        {
            return Store(shape, dense, SplitTensorEncoder.Encode(shape, dense, format)!);
        }

        return Store(shape, dense, style is BiasStyle.Ascending or BiasStyle.Shared
            ? BiasEncoder.Encode(shape, dense, format)
            : RawTensorEncoder.Encode(shape, dense, format));
    }

    /// <summary>One of five multiples of a sixteenth.</summary>
    private static float FewValues(double value) => (float)Math.Round(value * 16) / 16;

    /// <summary>Centroids lie apart from each other and from zero, so that none merge or vanish when rounded.</summary>
    private double DrawCentroid(int index, int count)
    {
        double place = (2 * (index + 0.25 + (0.5 * _random.NextDouble())) / count) - 1;
        return count % 2 == 1 && index == count / 2 ? 0.9 / count : place;
    }

    /// <summary>To what the format holds; for tiny numbers to thirty-seconds, of which they hold those below 1, if the largest is a half or more.</summary>
    private static float Rounded(double value, NumberFormat format) => format switch
    {
        NumberFormat.Half => (float)(Half)value,
        NumberFormat.Tiny => (float)Math.Round(value * 32) / 32,
        _ => (float)value,
    };

    private int Store(TensorShape shape, float[] dense, Tensor tensor)
    {
        _dense.Add(dense);
        _tensors.Add(tensor);
        return Shapes.AddParameter(shape);
    }

    private int Add(Operator op)
    {
        _operators.Add(op);
        Shapes.AddValue(op);
        return Shapes.Values.Length - 1;
    }
}
