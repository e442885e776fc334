using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Synthesis;

namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>
/// The networks that are timed: those of Deep Compression, at the densities of its tables 2 to 5. Weights are synthetic
/// (<see cref="SyntheticWeights"/>) but for those of the committed artifacts.
/// </summary>
internal static class NetworkCatalogue
{
    private const int Seed = 1;

    /// <summary>One fully connected layer with a bias.</summary>
    public static BenchmarkNetwork Linear(int inputs, int outputs, double density) => Stack(inputs, (outputs, density));

    /// <summary>Fully connected layers, with a ReLU between one and the next.</summary>
    public static BenchmarkNetwork Stack(int inputs, params (int Outputs, double Density)[] layers)
    {
        var builder = new GraphBuilder();
        int value = builder.Input(inputs);
        int length = inputs;
        foreach ((int outputs, _) in layers)
        {
            value = builder.Linear(length == inputs ? value : builder.Relu(value), length, outputs, "fc");
            length = outputs;
        }

        return Fill(builder.Build(value), [.. layers.Select(layer => layer.Density)]);
    }

    /// <summary>One square convolution with a bias, padded so that a plane keeps its size where <paramref name="padding"/> is half the window.</summary>
    public static BenchmarkNetwork Convolution(int channels, int plane, int outputs, int window, int padding, double density)
    {
        var builder = new GraphBuilder();
        var sliding = new SlidingWindow(window, window, 1, 1, padding, padding, padding, padding);
        int value = builder.Convolution(builder.Input(channels, plane, plane), channels, outputs, sliding, "conv");
        return Fill(builder.Build(value), [density]);
    }

    /// <summary>A convolution with a bias whose every output channel sees one input channel.</summary>
    public static BenchmarkNetwork DepthwiseConvolution(int channels, int plane, SlidingWindow window, double density)
    {
        var builder = new GraphBuilder();
        int value = builder.GroupedConvolution(builder.Input(channels, plane, plane), channels, channels, groups: channels, window, "conv");
        return Fill(builder.Build(value), [density]);
    }

    /// <summary>LeNet-300-100 at the densities of the paper's table 2.</summary>
    public static BenchmarkNetwork LeNet300100() => Fill(ReferenceNetworks.Find("lenet-300-100")!.Graph, [0.08, 0.09, 0.26]);

    /// <summary>LeNet-5 at the densities of the paper's table 3.</summary>
    public static BenchmarkNetwork LeNet5() => Fill(ReferenceNetworks.Find("lenet-5")!.Graph, [0.66, 0.12, 0.08, 0.19]);

    /// <summary>Networks trained elsewhere, as far as their data are there.</summary>
    public static IReadOnlyList<(string Name, string Title, string Model)> Real { get; } =
    [
        .. new[]
        {
            ("squeezenet", "SqueezeNet, the authors' compressed weights", "squeezenet-dc-decoded/squeezenet_dc_decoded.onnx"),
            ("mnist-8", "MNIST-8, imported without loss", "mnist-8-cntk/mnist-8.onnx"),
            ("resnet8", "ResNet-8, imported without loss", "mlperf-tiny/ic_resnet8_float.converted.onnx"),
            ("dscnn", "DS-CNN, imported without loss", "mlperf-tiny/kws_dscnn_float.converted.onnx"),
            ("vww", "MobileNet for visual wake words, imported without loss", "mlperf-tiny/vww_96_float.converted.onnx"),
        }.Where(real => File.Exists(ModelFile(real.Item3))),
    ];

    /// <summary>The fully connected layers of AlexNet, about twice as dense: an artifact of more than 12 MB.</summary>
    public const string DoubleDensity = "alexnet-fc-double";

    /// <summary>The same layers at the paper's densities.</summary>
    public const string LinearLayers = "alexnet-fc";

    /// <summary>The networks that are programs of their own, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Synthetic, LinearLayers, DoubleDensity, .. Real.Select(real => real.Name)];

    private static string[] Synthetic => [AlexNet.Name, Vgg16.Name, GoogLeNet.Name];

    /// <summary>A network by its name, or that of an artifact's file.</summary>
    public static BenchmarkNetwork Find(string name) => name switch
    {
        LinearLayers => Stack(9216, (4096, 0.09), (4096, 0.09), (1000, 0.25)),
        DoubleDensity => Stack(9216, (4096, 0.2), (4096, 0.2), (1000, 0.5)),
        _ when Synthetic.Contains(name) => Large(name),
        _ when Real.FirstOrDefault(real => real.Name == name) is { Model: { } model } => Imported(model),
        _ => BenchmarkNetwork.Of(File.ReadAllBytes(name)),
    };

    /// <summary>A network of ImageNet's size with synthetic weights, as <c>deepc synthesize</c> writes it.</summary>
    public static BenchmarkNetwork Large(string name) =>
        BenchmarkNetwork.Of(SyntheticNetwork.Create(LargeNetworks.Find(name)!, Seed, _ => { }));

    /// <summary>A network trained elsewhere, imported without loss.</summary>
    public static BenchmarkNetwork Imported(string model)
    {
        var exact = new CompressionSettings { Keep = new(true) };
        return BenchmarkNetwork.Of(DataFreeCompression.Run(GraphImporter.Import(ModelFile(model), ImportOptions.Default), exact, model, _ => { }));
    }

    private static string ModelFile(string model) => Path.Combine(Repository.Data, "models", model);

    /// <summary>A committed artifact of the sample.</summary>
    public static BenchmarkNetwork Committed(string name) =>
        BenchmarkNetwork.Of(File.ReadAllBytes(Repository.File("samples", "Digits", name + Artifact.Extension)));

    /// <summary>Draws the weights of a graph, one density for each tensor of more than one dimension, and its biases.</summary>
    private static BenchmarkNetwork Fill(Graph graph, double[] densities)
    {
        var random = new Random(Seed);
        int layer = 0;
        return BenchmarkNetwork.Of(
            graph,
            [
                .. graph.Parameters.Select(shape => shape.Rank > 1
                    ? SyntheticWeights.Draw(random, shape, densities[layer++])
                    : (Tensor)RawTensorEncoder.Encode(shape, [.. Enumerable.Range(0, shape.Rows).Select(_ => random.NextSingle() / 4)], NumberFormat.Half)),
            ]);
    }
}
