using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>The valid golden artifacts: tiny, of awkward sizes, each there for what its name says.</summary>
internal static class ValidCases
{
    public static IEnumerable<ValidCase> All() => [.. Operators(), .. FunctionCases.All(), .. StructureCases.All(), .. Recurrent(), .. Graphs(), .. Tensors(), .. Networks()];

    private static IEnumerable<ValidCase> Operators()
    {
        yield return One("linear", 1, [7], (b, x) => b.Linear(x, 5));
        yield return One("linear-without-bias", 2, [9], (b, x) => b.Linear(x, 3, bias: BiasStyle.None));
        yield return One("linear-one-by-one", 3, [1], (b, x) => b.Linear(x, 1, new WeightStyle(Density: 1)));
        yield return One("convolution", 4, [2, 7, 11], (b, x) => b.Convolution(x, 3, new SlidingWindow(3), new WeightStyle(Density: 0.6)));
        yield return One("convolution-padding-strides", 5, [2, 7, 9], (b, x) => b.Convolution(x, 5, new SlidingWindow(3, 2, 2, 1, 1, 0, 2, 1)));
        yield return One("convolution-without-bias", 6, [3, 6, 5], (b, x) => b.Convolution(x, 4, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), bias: BiasStyle.None));
        yield return One("convolution-1x1", 7, [5, 3, 9], (b, x) => b.Convolution(x, 7, new SlidingWindow(1)));
        yield return One("convolution-whole-plane", 8, [2, 4, 5], (b, x) => b.Convolution(x, 9, new SlidingWindow(4, 5, 1, 1, 0, 0, 0, 0)));
        yield return One("max-pool", 9, [3, 7, 6], (b, x) => b.MaxPool(x, new SlidingWindow(2, stride: 2)));
        yield return One("max-pool-padding-overlap", 10, [2, 5, 8], (b, x) => b.MaxPool(x, new SlidingWindow(3, 4, 2, 1, 1, 2, 2, 3)));
        yield return One("average-pool", 11, [2, 6, 9], (b, x) => b.AveragePool(x, new SlidingWindow(3, stride: 3)));
        yield return One("average-pool-padding-overlap", 12, [2, 5, 8], (b, x) => b.AveragePool(x, new SlidingWindow(3, 4, 2, 1, 1, 2, 2, 3)));
        yield return One("relu", 13, [2, 3, 7], (b, x) => b.Relu(x));
        yield return One("softmax", 14, [11], (b, x) => b.Softmax(x));
        yield return One("flatten", 15, [2, 3, 5], (b, x) => b.Flatten(x));
        yield return One("add-to-itself", 16, [13], (b, x) => b.Add(x, x));
        yield return One("concat", 17, [3, 4, 5], (b, x) => b.Concat(0, b.Relu(x), b.Convolution(x, 2, new SlidingWindow(1)), x));
        yield return One("concat-rows", 18, [2, 3, 5], (b, x) => b.Concat(2, b.Relu(x), x));
        yield return One("pad", 62, [2, 3, 4], (b, x) => b.Pad(b.Relu(x), 1, 0, 2, 3));
        yield return One("lrn", 70, [7, 5, 9], (b, x) => b.LocalResponseNormalization(x, 5, 0.9f, 0.75f, 1));
        yield return One("lrn-even-vector", 71, [21], (b, x) => b.LocalResponseNormalization(x, 4, 2, 0.6f, 0.5f));
        yield return One("convolution-grouped", 19, [6, 7, 21], (b, x) => b.GroupedConvolution(x, 9, 3, new SlidingWindow(3, 3, 1, 1, 1, 0, 1, 2)));
        yield return One("convolution-grouped-wide", 72, [32, 5, 7], (b, x) => b.GroupedConvolution(x, 12, 2, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), new(Density: 0.3, DeadColumns: 9)));
        yield return One("convolution-depthwise", 60, [5, 9, 12], (b, x) => b.GroupedConvolution(x, 10, 5, new SlidingWindow(3, 4, 2, 3, 1, 1, 1, 1), new(Density: 1)));
        yield return One("convolution-depthwise-narrow", 63, [3, 9, 6], (b, x) => b.GroupedConvolution(x, 6, 3, new SlidingWindow(3, 2, 1, 1, 1, 0, 1, 1)));
        yield return One("convolution-depthwise-raw", 61, [4, 5, 19], (b, x) => b.GroupedConvolution(x, 4, 4, new SlidingWindow(3), new(1, 63, IsRaw: true)));
    }

    private static IEnumerable<ValidCase> Recurrent()
    {
        RecurrentForm Form(EquatableArray<GateFunction> functions, int sequences = 1, bool isReverse = false, float? clip = null) =>
            new(sequences, isReverse, clip, functions);
        yield return One("linear-rows", 70, [3, 2, 7], (b, x) => b.LinearRows(x, 5));
        yield return One("linear-rows-rectified", 71, [9, 40], (b, x) => b.Relu(b.LinearRows(x, 21, new(Density: 0.1), BiasStyle.None)));
        yield return One("lstm", 72, [6, 7], (b, x) => b.Lstm(b.LinearRows(x, 20)));
        yield return One("lstm-reverse-clip", 73, [5, 12], (b, x) => b.Lstm(x, Form(LstmOperator.Usual, isReverse: true, clip: 0.75f)));
        yield return One("lstm-peepholes-sequences", 74, [4, 3, 16], (b, x) =>
            b.Lstm(x, Form(LstmOperator.Usual, sequences: 3), new(Density: 1, IsRaw: true), peepholes: true, keepsCell: true));
        yield return One("lstm-functions", 75, [5, 24], (b, x) => b.Lstm(x, Form(new([
            new(GateFunctionKind.HardSigmoid, 0.2f, 0.5f), new(GateFunctionKind.Softsign), new(GateFunctionKind.ScaledTanh, 1.5f, 0.5f)]))));
        yield return One("gru", 76, [6, 5], (b, x) => b.Gru(b.LinearRows(x, 27), resetsAfter: false));
        yield return One("gru-resets-after", 77, [7, 12], (b, x) => b.Gru(x, resetsAfter: true, Form(GruOperator.Usual, clip: 1.5f)));
        yield return One("gru-sequences-reverse", 78, [3, 2, 15], (b, x) => b.Gru(x, resetsAfter: false, Form(
            new([new(GateFunctionKind.LeakyRelu, 0.125f), new(GateFunctionKind.Softplus)]), sequences: 2, isReverse: true)));
        yield return One("rnn", 79, [6, 5], (b, x) => b.Rnn(b.LinearRows(x, 9)));
        yield return One("rnn-functions", 80, [7, 6], (b, x) => b.Rnn(b.Rnn(b.Rnn(
            x, Form(new([new(GateFunctionKind.Elu, 0.5f)]))), Form(new([new(GateFunctionKind.ThresholdedRelu, 0.25f)]), isReverse: true)),
            Form(new([new(GateFunctionKind.Affine, 0.5f, 0.25f)]))));

        // State in, state out: the caller keeps it from one run to the next.
        var lstm = new CaseBuilder("lstm-stateful", 81);
        int step = lstm.Input(1, 9);
        int state = lstm.Input(1, 1, 6);
        int cell = lstm.Input(1, 1, 6);
        yield return lstm.Build(lstm.Lstm(lstm.LinearRows(step, 24), keepsCell: true, states: [state, cell]));
        var gru = new CaseBuilder("gru-stateful", 82);
        int rows = gru.Input(2, 4);
        int first = gru.Input(5);
        yield return gru.Build(gru.Gru(gru.LinearRows(rows, 15), resetsAfter: false, states: [first]));
        var rnn = new CaseBuilder("rnn-stateful", 83);
        int elements = rnn.Input(3, 4);
        int before = rnn.Input(4);
        yield return rnn.Build(rnn.Rnn(elements, Form(new([new(GateFunctionKind.Relu)])), states: [before]));
    }

    private static IEnumerable<ValidCase> Graphs()
    {
        yield return One("residual", 20, [19], (b, x) =>
        {
            int hidden = b.Relu(b.Linear(x, 19));
            return b.Relu(b.Add(b.Linear(hidden, 19), x));
        });
        yield return One("residual-convolution", 21, [3, 9, 7], (b, x) =>
        {
            var same = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
            int first = b.Relu(b.Convolution(x, 5, same));
            return b.Add(b.Convolution(first, 5, same), b.Convolution(x, 5, new SlidingWindow(1)));
        });

        var builder = new CaseBuilder("two-inputs-two-outputs", 22);
        int left = builder.Input(6);
        int right = builder.Input(2, 3, 3);
        int sum = builder.Add(builder.Linear(left, 11), builder.Linear(builder.Flatten(right), 11));
        int hidden = builder.Relu(sum);
        int last = builder.Softmax(builder.Linear(hidden, 4));
        yield return builder.Build(last, hidden);
    }

    private static IEnumerable<ValidCase> Tensors()
    {
        yield return One("codebook-single-precision", 30, [17], (b, x) => b.Linear(x, 9, new WeightStyle(Format: NumberFormat.Single), BiasStyle.Single));
        yield return One("raw-half-weights", 31, [13], (b, x) => b.Linear(x, 6, new WeightStyle(Density: 1, Centroids: 63, IsRaw: true)));
        yield return One("raw-single-convolution", 32, [1, 6, 7], (b, x) =>
            b.Convolution(x, 3, new SlidingWindow(3), new WeightStyle(1, 63, NumberFormat.Single, IsRaw: true), BiasStyle.Single));
        yield return One("no-weights", 33, [8], (b, x) => b.Linear(x, 5, new WeightStyle(Density: 0)));
        yield return One("one-centroid", 34, [15], (b, x) => b.Linear(x, 7, new WeightStyle(Centroids: 1)));
        yield return One("dense-one-centroid", 35, [5], (b, x) => b.Linear(x, 3, new WeightStyle(Density: 1, Centroids: 1)));
        yield return One("centroids-255", 36, [31], (b, x) => b.Linear(x, 67, new WeightStyle(Density: 1, Centroids: 255)));
        yield return One("filler-zeros", 37, [41], (b, x) => b.Linear(x, 9, new WeightStyle(Density: 0.1, GapBits: 2)));
        yield return One("filler-zeros-paper", 38, [97], (b, x) => b.Linear(x, 11, new WeightStyle(Density: 0.03, GapBits: 5)));
        yield return One("fixed-gaps-of-8-bits", 39, [613], (b, x) => b.Linear(x, 7, new WeightStyle(Density: 0.004, Centroids: 3, GapBits: 8)));
        yield return One("fixed-gaps-of-1-bit", 40, [23], (b, x) => b.Linear(x, 3, new WeightStyle(Density: 0.2, GapBits: 1)));
        yield return One("fixed-dense", 41, [9], (b, x) => b.Linear(x, 21, new WeightStyle(Density: 1, Centroids: 140, GapBits: 1)));
        yield return One("gaps-of-thousands", 42, [6001], (b, x) => b.Linear(x, 7, new WeightStyle(Density: 0.0008, Centroids: 3)));
        yield return One("gaps-without-bits", 43, [13], (b, x) => b.Linear(x, 9, new WeightStyle(Density: 1, Centroids: 5)));
        yield return One("dead-columns", 44, [61], (b, x) => b.Linear(x, 19, new WeightStyle(Density: 0.12, DeadColumns: 37)));
        yield return One("dead-columns-convolution", 45, [4, 5, 6], (b, x) => b.Convolution(x, 7, new SlidingWindow(3), new WeightStyle(Density: 0.3, DeadColumns: 20)));
        yield return One("codebook-tiny", 46, [17], (b, x) => b.Linear(x, 9, new WeightStyle(Format: NumberFormat.Tiny), BiasStyle.Tiny));
        yield return One("bias-in-runs", 47, [5], (b, x) => b.Linear(x, 43, new WeightStyle(Density: 0.4), BiasStyle.Ascending));
        yield return One("codebook-steps", 53, [17], (b, x) => b.Linear(x, 9, new WeightStyle(Density: 0.6, Centroids: 40, Format: NumberFormat.Steps)));
        yield return One("no-gaps", 54, [29], (b, x) => b.Linear(x, 13, new WeightStyle(Density: 0.96, Centroids: 9)));
        yield return One("no-gaps-255", 55, [40], (b, x) => b.Linear(x, 70, new WeightStyle(Density: 0.97, Centroids: 255)));
        yield return One("split-single-sparse", 56, [47], (b, x) => b.Linear(x, 12, new WeightStyle(0.1, 300, NumberFormat.Single, IsSplit: true), BiasStyle.Split));
        yield return One("split-half-dense", 57, [2, 5, 6], (b, x) => b.Convolution(x, 7, new SlidingWindow(3), new WeightStyle(0.95, 280, IsSplit: true)));
        yield return One("bias-with-codebook", 48, [5], (b, x) => b.Linear(x, 43, new WeightStyle(Density: 0.4), BiasStyle.Shared));
    }

    private static IEnumerable<ValidCase> Networks()
    {
        yield return One("mlp", 50, [49], (b, x) =>
        {
            int hidden1 = b.Relu(b.Linear(x, 33, new WeightStyle(Density: 0.1)));
            int hidden2 = b.Relu(b.Linear(hidden1, 21, new WeightStyle(Density: 0.15)));
            return b.Linear(hidden2, 10, new WeightStyle(Density: 0.4));
        });
        yield return One("cnn", 51, [1, 17, 15], (b, x) =>
        {
            int maps1 = b.MaxPool(b.Relu(b.Convolution(x, 5, new SlidingWindow(3), new WeightStyle(Density: 0.66))), new SlidingWindow(2, stride: 2));
            int maps2 = b.MaxPool(b.Relu(b.Convolution(maps1, 7, new SlidingWindow(3), new WeightStyle(Density: 0.25))), new SlidingWindow(2, stride: 2));
            int hidden = b.Relu(b.Linear(b.Flatten(maps2), 29, new WeightStyle(Density: 0.15)));
            return b.Softmax(b.Linear(hidden, 10, new WeightStyle(Density: 0.3)));
        });
        yield return AllSections();
    }

    private static ValidCase AllSections()
    {
        var builder = new CaseBuilder("all-sections", 52);
        int image = builder.Input(3, 4, 5);
        int maps = builder.Relu(builder.Convolution(image, 3, new SlidingWindow(3)));
        int logits = builder.Linear(builder.Flatten(maps), 4);
        return builder.Build(
            new GraphNames(
                new([new(image, "image"), new(maps, "maps"), new(logits, "logits")]),
                new([new(0, "conv1.weight"), new(1, "conv1.bias"), new(2, "fc2.weight"), new(3, "fc2.bias")])),
            new([new(image, 1), new(maps, 2.5f)]),
            new InputContract(
                new([new(InputLayout.ChannelsFirst, new([0.125f, 0.25f, 0.5f]), new([-1f, -0.5f, 0f]))]),
                new(["cat", "dog", "naïve", "雪"])),
            new([new("data", "drawn"), new("recipe", "golden"), new("seed", "52"), new("licence", "MIT")]),
            logits);
    }

    /// <summary>A network of one input and one output.</summary>
    public static ValidCase One(string name, int seed, int[] input, Func<CaseBuilder, int, int> network)
    {
        var builder = new CaseBuilder(name, seed);
        return builder.Build(network(builder, builder.Input(input)));
    }
}
