using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>
/// Every layer's backward pass against double-sided differences of the loss. Trainable layers in front of the one under test check the
/// gradient of its input; 37 samples make two blocks, one of them partly empty.
/// </summary>
public class GradientTests
{
    private const int Samples = 37;

    [Fact]
    public void Linear_and_relu() => Check(TestNetworks.Perceptron(13, 23, 11));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Linear_and_relu_of_a_few_kept_weights(double density) => Check(TestNetworks.Perceptron(13, 23, 11), density);

    [Fact]
    public void Linear_without_bias()
    {
        var graph = new Graph(
            new([new TensorShape(5)]), new([new TensorShape(7, 5), new TensorShape(3, 7)]),
            new([new LinearOperator(0, 0, null), new LinearOperator(1, 1, null)]), new([2]));
        Check(new NetworkDefinition("bare", graph, ["a", "b"], new Dictionary<int, float>()));
    }

    [Theory]
    [InlineData(1, 1, 0, 0, 0, 0)]
    [InlineData(2, 1, 0, 0, 0, 0)]
    [InlineData(1, 2, 1, 2, 0, 1)]
    [InlineData(3, 2, 2, 0, 1, 2)]
    public void Convolutions_of_convolutions(int strideY, int strideX, int top, int left, int bottom, int right)
    {
        var window = new SlidingWindow(3, 3, strideY, strideX, top, left, bottom, right);
        NetworkDefinition network = ConvolutionOfConvolution(window);
        Check(network);
        Check(network, density: 0.25);
    }

    private static NetworkDefinition ConvolutionOfConvolution(SlidingWindow window)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(2, 7, 8), 2, 12, new SlidingWindow(2), "conv1");
        int deeper = builder.Convolution(maps, 12, 3, window, "conv2");
        return Classify(builder, deeper, window.Positions(6, 7), 3);
    }

    [Theory]
    [InlineData(false, 2, 2, 0)]
    [InlineData(false, 3, 2, 1)]
    [InlineData(false, 3, 1, 2)]
    [InlineData(true, 2, 2, 0)]
    [InlineData(true, 3, 2, 1)]
    [InlineData(true, 3, 1, 2)]
    public void Pooling(bool average, int size, int stride, int padding)
    {
        var window = new SlidingWindow(size, size, stride, stride, padding, padding, padding, 0);
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 6, 7), 1, 4, new SlidingWindow(2), "conv");
        int pooled = average ? builder.AveragePool(maps, window) : builder.MaxPool(maps, window);
        Check(Classify(builder, pooled, window.Positions(5, 6), 4));
    }

    [Fact]
    public void A_rectifier_behind_pooling_of_a_rectified_value()
    {
        var window = new SlidingWindow(2, stride: 2);
        var builder = new GraphBuilder();
        int maps = builder.Relu(builder.Convolution(builder.Input(1, 5, 5), 1, 4, new SlidingWindow(2), "conv"));
        Check(Classify(builder, builder.Relu(builder.MaxPool(maps, window)), (2, 2), 4));
    }

    [Fact]
    public void Softmax_between_layers()
    {
        var builder = new GraphBuilder();
        int shares = builder.Softmax(builder.Linear(builder.Input(6), 6, 5, "fc1"));
        Check(TestNetworks.Define(builder, builder.Linear(shares, 5, 4, "fc2")));
    }

    [Fact]
    public void Dropout_after_hidden_and_input_values()
    {
        var builder = new GraphBuilder();
        int input = builder.Input(9);
        int hidden = builder.Relu(builder.Linear(input, 9, 14, "fc1"));
        Check(TestNetworks.Define(builder, builder.Linear(hidden, 14, 4, "fc2"), new() { [input] = 0.25f, [hidden] = 0.5f }));
    }

    [Fact]
    public void A_value_read_several_times()
    {
        var builder = new GraphBuilder();
        int input = builder.Input(6);
        int first = builder.Linear(input, 6, 8, "fc1");
        int skip = builder.Add(builder.Relu(first), first);
        int second = builder.Linear(builder.Relu(skip), 8, 8, "fc2");
        int joined = builder.Add(builder.Add(second, skip), second);
        int doubled = builder.Add(joined, joined);
        Check(TestNetworks.Define(builder, builder.Linear(builder.Flatten(doubled), 8, 5, "fc3"), new() { [skip] = 0.2f }));
    }

    [Fact]
    public void Branches_of_every_kind_add_to_one_gradient()
    {
        var same = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
        var builder = new GraphBuilder();
        int trunk = builder.Convolution(builder.Input(1, 4, 4), 1, 3, same, "trunk");
        int sum = builder.Add(builder.MaxPool(trunk, same), builder.AveragePool(trunk, same));
        sum = builder.Add(sum, builder.Convolution(trunk, 3, 3, same, "branch"));
        sum = builder.Add(sum, builder.Relu(trunk));
        Check(Classify(builder, sum, (4, 4), 3));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 0.5)]
    public void Long_short_term_memory_over_rows(bool isReverse, double density)
    {
        var builder = new GraphBuilder();
        int first = builder.LinearRows(builder.Input(6, 3), 3, 5, "first");
        int states = builder.Lstm(builder.LinearRows(first, 5, 16, "projection"), 4, "lstm", isReverse);
        Check(Classify(builder, states, (6, 1), 4), density);
    }

    [Fact]
    public void Rows_read_several_times()
    {
        var builder = new GraphBuilder();
        int first = builder.LinearRows(builder.Input(2, 3), 3, 8, "first");
        int sum = builder.Add(builder.LinearRows(first, 8, 2, "second"), builder.Lstm(first, 2, "lstm"));
        Check(Classify(builder, sum, (2, 1), 2));
    }

    [Theory]
    [InlineData(2, 6, 1, 0, 1)]
    [InlineData(4, 4, 1, 1, 1)]
    [InlineData(4, 8, 2, 1, 1)]
    [InlineData(2, 4, 1, 0, 0.3)]
    [InlineData(4, 4, 2, 1, 0.5)]
    public void Convolutions_in_groups(int groups, int outputs, int stride, int padding, double density)
    {
        var window = new SlidingWindow(3, 3, stride, stride, padding, 0, 0, padding);
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 6, 7), 1, 4, new SlidingWindow(2), "conv");
        int grouped = builder.GroupedConvolution(maps, 4, outputs, groups, window, "groups");
        Check(Classify(builder, builder.Relu(grouped), window.Positions(5, 6), outputs), density);
    }

    [Fact]
    public void A_convolution_in_groups_of_one_position()
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 4, 4), 1, 4, new SlidingWindow(2), "conv");
        int grouped = builder.GroupedConvolution(maps, 4, 8, 2, new SlidingWindow(3), "groups");
        Check(Classify(builder, grouped, (1, 1), 8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Values_one_after_another(int axis)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 4, 4), 1, 3, new SlidingWindow(2), "conv");
        int other = builder.Convolution(maps, 3, 3, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), "other");
        int joined = builder.Apply(new ConcatOperator(new([maps, other, maps]), axis));
        Check(Classify(builder, joined, (9, 3), 3));
    }

    [Fact]
    public void Zeros_around_planes()
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 4, 4), 1, 3, new SlidingWindow(2), "conv");
        int padded = builder.Apply(new PadOperator(maps, 1, 2, 0, 3));
        int sum = builder.Apply(new ConcatOperator(new([builder.AveragePool(padded, new SlidingWindow(2)), builder.MaxPool(padded, new SlidingWindow(2))]), 0));
        Check(Classify(builder, sum, (3, 7), 6));
    }

    [Theory]
    [InlineData(3, 0.75f)]
    [InlineData(4, 0.5f)]
    public void Normalisation_over_neighbouring_channels(int size, float exponent)
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 4, 4), 1, 6, new SlidingWindow(2), "conv");
        int normal = builder.Apply(new LocalResponseNormalizationOperator(maps, size, 0.8f, exponent, 1));
        Check(Classify(builder, builder.Add(normal, maps), (3, 3), 6));
    }

    [Theory]
    [InlineData((int)UnaryFunction.Abs)]
    [InlineData((int)UnaryFunction.Neg)]
    [InlineData((int)UnaryFunction.Sqrt)]
    [InlineData((int)UnaryFunction.Reciprocal)]
    [InlineData((int)UnaryFunction.Exp)]
    [InlineData((int)UnaryFunction.Log)]
    [InlineData((int)UnaryFunction.Sigmoid)]
    [InlineData((int)UnaryFunction.Tanh)]
    [InlineData((int)UnaryFunction.Erf)]
    [InlineData((int)UnaryFunction.Softplus)]
    [InlineData((int)UnaryFunction.Softsign)]
    [InlineData((int)UnaryFunction.Mish)]
    [InlineData((int)UnaryFunction.Gelu)]
    [InlineData((int)UnaryFunction.GeluTanh)]
    [InlineData((int)UnaryFunction.HardSwish)]
    [InlineData((int)UnaryFunction.LeakyRelu, 0.2f)]
    [InlineData((int)UnaryFunction.Clip, -0.4f, 0.5f)]
    [InlineData((int)UnaryFunction.HardSigmoid, 0.6f, 0.4f)]
    [InlineData((int)UnaryFunction.Elu, 0.7f)]
    [InlineData((int)UnaryFunction.Selu, 1.6f, 1.05f)]
    [InlineData((int)UnaryFunction.Celu, 0.8f)]
    [InlineData((int)UnaryFunction.ThresholdedRelu, 0f)] // elsewhere it jumps, and differences are no slopes
    [InlineData((int)UnaryFunction.Swish, 1.2f)]
    public void Functions_of_one_number(int function, params float[] settings)
    {
        var builder = new GraphBuilder();
        int hidden = builder.Linear(builder.Input(9), 9, 14, "fc1");

        // What these take is positive.
        int argument = (UnaryFunction)function is UnaryFunction.Sqrt or UnaryFunction.Reciprocal or UnaryFunction.Log
            ? builder.Apply(new UnaryOperator(hidden, UnaryFunction.Softplus, EquatableArray<float>.Empty))
            : hidden;
        int curved = builder.Apply(new UnaryOperator(argument, (UnaryFunction)function, new(settings)));
        Check(TestNetworks.Define(builder, builder.Linear(builder.Add(curved, builder.Add(hidden, hidden)), 14, 4, "fc2")));
    }

    [Theory]
    [InlineData((int)UnaryFunction.Round)]
    [InlineData((int)UnaryFunction.Floor)]
    [InlineData((int)UnaryFunction.Truncate)]
    public void Functions_that_go_up_in_steps_are_refused_by_name(int function)
    {
        var builder = new GraphBuilder();
        int steps = builder.Apply(new UnaryOperator(builder.Linear(builder.Input(9), 9, 4, "fc1"), (UnaryFunction)function, EquatableArray<float>.Empty));
        NetworkDefinition network = TestNetworks.Define(builder, builder.Linear(steps, 4, 4, "fc2"));

        string message = Assert.Throws<ArgumentException>(() => new ManagedEngine(threads: 1).CreateSession(network, seed: 1)).Message;
        Assert.Contains($"cannot train operator {(UnaryFunction)function}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_in_another_shape()
    {
        var builder = new GraphBuilder();
        int hidden = builder.Linear(builder.Input(9), 9, 16, "fc1");
        int planes = builder.Apply(new ReshapeOperator(hidden, new TensorShape(1, 4, 4)));
        Check(Classify(builder, builder.Convolution(planes, 1, 3, new SlidingWindow(2), "conv"), (3, 3), 3));
    }

    [Fact]
    public void A_global_mean_behind_a_flat_output()
    {
        var builder = new GraphBuilder();
        int maps = builder.Convolution(builder.Input(1, 5, 5), 1, 4, new SlidingWindow(2), "conv");
        Check(TestNetworks.Define(builder, builder.AveragePool(builder.Convolution(maps, 4, 5, new SlidingWindow(2), "classes"), new SlidingWindow(3))));
    }

    private static NetworkDefinition Classify(GraphBuilder builder, int maps, (int Height, int Width) size, int channels)
    {
        int length = size.Height * size.Width * channels;
        return TestNetworks.Define(builder, builder.Linear(builder.Flatten(maps), length, 5, "classifier"));
    }

    private static void Check(NetworkDefinition network, double density = 1)
    {
        var engine = new ManagedEngine(threads: 1);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 5);
        using ITrainingSession start = engine.CreateSession(network, seed: 3);
        float[][] parameters = TestNetworks.Parameters(start);
        for (int number = 0; number < parameters.Length; number++)
        {
            // Biases start at zero, where rectifiers would be on the kink of dead inputs.
            parameters[number] = [.. parameters[number].Zip(TestNetworks.Random(parameters[number].Length, (ulong)number, 0.1f), (a, b) => a + b)];
            Set(start, number, parameters[number]);
        }

        // A difference that steps over the kink of a rectifier or a maximum is a little off; one that gates let through is so small that
        // the last digits of the loss show.
        double tolerance = network.Graph.Operators.Any(op => op is ReluOperator or MaxPoolOperator or LstmOperator || HasKink(op)) ? 0.03 : 0.003;
        float[][] gradients = TestNetworks.Gradients(start, inputs, labels);
        for (int number = 0; number < parameters.Length; number++)
        {
            double[] differences = [.. Enumerable.Range(0, parameters[number].Length).Select(i => Difference(number, i))];
            double error = Norm(differences.Zip(gradients[number], (a, b) => a - b));
            Assert.True(Norm(differences) > 1e-3, $"{network.ParameterNames[number]} has no influence: the test shows nothing.");
            Assert.True(error < tolerance * Norm(differences), $"{network.ParameterNames[number]}: error {error} of {Norm(differences)}.");
        }

        // Of the weights of a pruned layer every so many is kept; the others have no influence and no gradient.
        void Set(ITrainingSession session, int number, float[] values)
        {
            session.SetParameter(number, values);
            if (density < 1 && network.Graph.Parameters[number].Rank > 1)
            {
                session.SetMask(number, [.. Enumerable.Range(0, values.Length).Select(i => (int)(i * density) != (int)((i + 1) * density))]);
            }
        }

        double Difference(int number, int index)
        {
            const float Step = 1 / 2048f;
            return (Loss(number, index, Step) - Loss(number, index, -Step)) / (2 * Step);
        }

        double Loss(int changed, int index, float change)
        {
            // A new session each time, so that dropout drops the same.
            using ITrainingSession session = engine.CreateSession(network, seed: 3);
            session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
            for (int number = 0; number < parameters.Length; number++)
            {
                float[] values = [.. parameters[number]];
                values[index % values.Length] += number == changed ? change : 0;
                Set(session, number, values);
            }

            return session.Step(new TrainingBatch(inputs, labels), learningRate: 0);
        }
    }

    /// <summary>Whether a function's slope jumps.</summary>
    private static bool HasKink(Operator op) => op is UnaryOperator
    {
        Function: UnaryFunction.Abs or UnaryFunction.HardSwish or UnaryFunction.LeakyRelu or UnaryFunction.Clip or UnaryFunction.HardSigmoid
            or UnaryFunction.Elu or UnaryFunction.Selu or UnaryFunction.ThresholdedRelu
    };

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(number => number * number));
}
