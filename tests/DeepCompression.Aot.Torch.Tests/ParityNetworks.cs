using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Torch.Tests;

/// <summary>Small networks, together with every layer that both engines train; weights before the layer in question see its gradient.</summary>
internal static class ParityNetworks
{
    private static readonly (UnaryFunction Function, float[] Settings)[] Functions =
    [
        (UnaryFunction.Abs, []), (UnaryFunction.Neg, []), (UnaryFunction.Sqrt, []), (UnaryFunction.Reciprocal, []), (UnaryFunction.Exp, []),
        (UnaryFunction.Log, []), (UnaryFunction.Sigmoid, []), (UnaryFunction.Tanh, []), (UnaryFunction.Erf, []), (UnaryFunction.Softplus, []),
        (UnaryFunction.Softsign, []), (UnaryFunction.Mish, []), (UnaryFunction.Gelu, []), (UnaryFunction.GeluTanh, []), (UnaryFunction.HardSwish, []),
        (UnaryFunction.LeakyRelu, [0.1f]), (UnaryFunction.Clip, [-0.6f, 0.5f]), (UnaryFunction.HardSigmoid, [0.2f, 0.5f]), (UnaryFunction.Elu, [1.3f]),
        (UnaryFunction.Selu, [1.6f, 1.05f]), (UnaryFunction.Celu, [0.8f]), (UnaryFunction.ThresholdedRelu, [0.2f]), (UnaryFunction.Swish, [1.2f]),
    ];

    private static readonly SlidingWindow Same = new(3, 3, 1, 1, 1, 1, 1, 1);

    public static IReadOnlyDictionary<string, Func<NetworkDefinition>> All { get; } = new Dictionary<string, Func<NetworkDefinition>>
    {
        ["lenet-300-100"] = () => ReferenceNetworks.Find("lenet-300-100")!,
        ["lenet-5"] = () => ReferenceNetworks.Find("lenet-5")!,
        ["linear and relu"] = () => TestNetworks.Perceptron(13, 23, 11),
        ["linear without bias"] = WithoutBias,
        ["convolution"] = () => Convolutions(new SlidingWindow(3, 3, 1, 1, 0, 0, 0, 0)),
        ["convolution with strides"] = () => Convolutions(new SlidingWindow(3, 3, 2, 2, 1, 1, 1, 1)),
        ["convolution with uneven padding"] = () => Convolutions(new SlidingWindow(3, 3, 2, 1, 2, 0, 1, 2)),
        ["grouped convolution"] = Groups,
        ["maximum"] = () => Pool(average: false, new SlidingWindow(2, stride: 2)),
        ["maximum with padding"] = () => Pool(average: false, new SlidingWindow(3, 3, 2, 2, 1, 2, 1, 0)),
        ["mean"] = () => Pool(average: true, new SlidingWindow(2, stride: 2)),
        ["mean with padding"] = () => Pool(average: true, new SlidingWindow(3, 3, 2, 2, 1, 2, 1, 0)),
        ["softmax"] = SoftmaxBetween,
        ["additions"] = Additions,
        ["concatenation, padding and another shape"] = Structure,
        ["normalisation"] = () => Normalised(size: 3),
        ["normalisation of an even size"] = () => Normalised(size: 4),
        ["memory"] = () => Memory(isReverse: false),
        ["memory in reverse"] = () => Memory(isReverse: true),
    }.Concat(Functions.Select(pair => KeyValuePair.Create<string, Func<NetworkDefinition>>($"{pair.Function}", () => Function(pair.Function, pair.Settings))))
        .ToDictionary(StringComparer.Ordinal);

    private static NetworkDefinition WithoutBias()
    {
        var graph = new Graph(
            new([new TensorShape(5)]), new([new TensorShape(7, 5), new TensorShape(3, 7)]),
            new([new LinearOperator(0, 0, null), new LinearOperator(1, 1, null)]), new([2]));
        return new NetworkDefinition("bare", graph, ["a", "b"], new Dictionary<int, float>());
    }

    private static NetworkDefinition Convolutions(SlidingWindow window)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(2, 7, 8), 2, 12, new SlidingWindow(2), "conv1");
        return Classify(builder, builder.Convolution(maps, 12, 3, window, "conv2"), window.Positions(6, 7), 3);
    }

    private static NetworkDefinition Groups()
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(2, 6, 6), 2, 6, new SlidingWindow(2), "conv1");
        return Classify(builder, builder.GroupedConvolution(maps, 6, 9, 3, Same, "conv2"), (5, 5), 9);
    }

    private static NetworkDefinition Pool(bool average, SlidingWindow window)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 6, 7), 1, 4, new SlidingWindow(2), "conv");
        int pooled = average ? builder.AveragePool(maps, window) : builder.MaxPool(maps, window);
        return Classify(builder, pooled, window.Positions(5, 6), 4);
    }

    private static NetworkDefinition SoftmaxBetween()
    {
        var builder = new GraphBuilder();
        int shares = builder.Softmax(builder.Linear(builder.Input(6), 6, 5, "fc1"));
        return TestNetworks.Define(builder, builder.Linear(shares, 5, 4, "fc2"));
    }

    private static NetworkDefinition Additions()
    {
        var builder = new GraphBuilder();
        int first = builder.Linear(builder.Input(6), 6, 8, "fc1");
        int skip = builder.Add(builder.Relu(first), first);
        int joined = builder.Add(builder.Linear(skip, 8, 8, "fc2"), skip);
        return TestNetworks.Define(builder, builder.Linear(builder.Add(joined, joined), 8, 5, "fc3"));
    }

    private static NetworkDefinition Structure()
    {
        var builder = new GraphBuilder();
        int planes = builder.Apply(new ReshapeOperator(builder.Linear(builder.Input(9), 9, 16, "fc"), new TensorShape(1, 4, 4)));
        int joined = builder.Concat(planes, builder.Convolution(planes, 1, 2, Same, "conv"));
        int padded = builder.Apply(new PadOperator(joined, Top: 1, Left: 0, Bottom: 2, Right: 3));
        return Classify(builder, builder.Convolution(padded, 3, 2, new SlidingWindow(2), "behind"), (6, 6), 2);
    }

    private static NetworkDefinition Normalised(int size)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 4, 5), 1, 6, new SlidingWindow(2), "conv");
        return Classify(builder, builder.LocalResponseNormalization(maps, size, scale: 2, exponent: 0.75f, offset: 1), (3, 4), 6);
    }

    private static NetworkDefinition Memory(bool isReverse)
    {
        var builder = new GraphBuilder();
        int first = builder.LinearRows(builder.Input(6, 3), 3, 5, "first");
        int states = builder.Lstm(builder.LinearRows(first, 5, 16, "projection"), 4, "lstm", isReverse);
        return Classify(builder, states, (6, 1), 4);
    }

    private static NetworkDefinition Function(UnaryFunction function, float[] settings)
    {
        var builder = new GraphBuilder();
        int hidden = builder.Linear(builder.Input(9), 9, 14, "fc1");

        // What these take is positive.
        int argument = function is UnaryFunction.Sqrt or UnaryFunction.Reciprocal or UnaryFunction.Log
            ? builder.Apply(new UnaryOperator(hidden, UnaryFunction.Softplus, EquatableArray<float>.Empty))
            : hidden;
        int curved = builder.Apply(new UnaryOperator(argument, function, new(settings)));
        return TestNetworks.Define(builder, builder.Linear(builder.Add(curved, hidden), 14, 4, "fc2"));
    }

    private static NetworkDefinition Classify(GraphBuilder builder, int maps, (int Height, int Width) size, int channels) =>
        TestNetworks.Define(builder, builder.Linear(builder.Flatten(maps), size.Height * size.Width * channels, 5, "classifier"));
}
