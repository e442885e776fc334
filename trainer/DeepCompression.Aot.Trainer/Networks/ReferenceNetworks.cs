using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>The networks of the paper that train on MNIST (Deep Compression, section 5.1), by name.</summary>
internal static class ReferenceNetworks
{
    public static IReadOnlyList<string> Names { get; } = ["lenet-300-100", "lenet-5"];

    /// <summary>The network of that name, or null.</summary>
    public static NetworkDefinition? Find(string name) => name switch
    {
        "lenet-300-100" => LeNet300100(),
        "lenet-5" => LeNet5(),
        _ => null,
    };

    /// <summary>Two hidden fully connected layers of 300 and 100 units: 266,610 parameters.</summary>
    private static NetworkDefinition LeNet300100()
    {
        var builder = new GraphBuilder();
        int pixels = builder.Input(784);
        int hidden1 = builder.Relu(builder.Linear(pixels, 784, 300, "fc1"));
        int hidden2 = builder.Relu(builder.Linear(hidden1, 300, 100, "fc2"));
        int logits = builder.Linear(hidden2, 100, 10, "fc3");
        return Define("lenet-300-100", builder, logits, new() { [hidden1] = 0.3f, [hidden2] = 0.2f });
    }

    /// <summary>Two convolutions of 20 and 50 channels, fully connected layers of 500 and 10 units: 431,080 parameters.</summary>
    private static NetworkDefinition LeNet5()
    {
        var builder = new GraphBuilder();
        int image = builder.Input(1, 28, 28);
        int maps1 = builder.MaxPool(builder.Relu(builder.Convolution(image, 1, 20, new SlidingWindow(5), "conv1")), new SlidingWindow(2, stride: 2));
        int maps2 = builder.MaxPool(builder.Relu(builder.Convolution(maps1, 20, 50, new SlidingWindow(5), "conv2")), new SlidingWindow(2, stride: 2));
        int hidden = builder.Relu(builder.Linear(builder.Flatten(maps2), 800, 500, "fc1"));
        int logits = builder.Linear(hidden, 500, 10, "fc2");
        return Define("lenet-5", builder, logits, new() { [hidden] = 0.5f });
    }

    private static NetworkDefinition Define(string name, GraphBuilder builder, int logits, Dictionary<int, float> dropout) =>
        new(name, builder.Build(logits), [.. builder.ParameterNames.Select(parameter => parameter.Name)], dropout);
}
