using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>Every case, in the order of the report.</summary>
internal static class CaseList
{
    private const int LargeBatch = 64;

    public static IReadOnlyList<RatioCase> All { get; } =
    [
        .. Layer("alexnet-fc6", "AlexNet FC6, 9216 → 4096, 9 %", 9216, 4096, 0.09),
        .. Layer("alexnet-fc7", "AlexNet FC7, 4096 → 4096, 9 %", 4096, 4096, 0.09),
        .. Layer("alexnet-fc8", "AlexNet FC8, 4096 → 1000, 25 %", 4096, 1000, 0.25, behindLargeOnes: true),
        .. Layer("vgg16-fc6", "VGG-16 FC6, 25088 → 4096, 4 %", 25088, 4096, 0.04),
        .. Layer("vgg16-fc7", "VGG-16 FC7, 4096 → 4096, 4 %", 4096, 4096, 0.04),
        .. Layer("vgg16-fc8", "VGG-16 FC8, 4096 → 1000, 23 %", 4096, 1000, 0.23, behindLargeOnes: true),
        new NetworkCase(
            "alexnet-fc6-avx2", "AlexNet FC6, ours without AVX-512", 1, () => NetworkCatalogue.Linear(9216, 4096, 0.09), LinearImplementations.All)
        {
            WithoutAvx512 = true,
        },
        Whole(NetworkCatalogue.LinearLayers, "AlexNet FC6–8", () => NetworkCatalogue.Find(NetworkCatalogue.LinearLayers)),
        Whole("vgg16-fc", "VGG-16 FC6–8", () => NetworkCatalogue.Stack(25088, (4096, 0.04), (4096, 0.04), (1000, 0.23))),
        new NetworkCase(
            "alexnet-fc-streaming", "AlexNet FC6–8, weights decoded in every inference", 1, () => NetworkCatalogue.Find(NetworkCatalogue.LinearLayers),
            network => [GeneratedImplementations.Streaming(network)]),
        new NetworkCase(
            "alexnet-conv3-streaming", "AlexNet conv3, 256 → 384, 3×3, 35 %, weights decoded in every inference", 1,
            () => NetworkCatalogue.Convolution(256, 13, 384, window: 3, padding: 1, 0.35), network => [GeneratedImplementations.Streaming(network)]),
        Whole("lenet-300-100-committed", "LeNet-300-100, the sample's artifact", () => NetworkCatalogue.Committed("lenet-300-100")),
        Whole("lenet-300-100", "LeNet-300-100, 8/9/26 %", NetworkCatalogue.LeNet300100),
        Small("lenet-300-100-fc1", "LeNet-300-100 fc1, 784 → 300, 8 %", 784, 300, 0.08),
        Small("lenet-300-100-fc2", "LeNet-300-100 fc2, 300 → 100, 9 %", 300, 100, 0.09),
        Small("lenet-300-100-fc3", "LeNet-300-100 fc3, 100 → 10, 26 %", 100, 10, 0.26),
        Whole("lenet-5-committed", "LeNet-5, the sample's artifact", () => NetworkCatalogue.Committed("lenet-5")),
        Whole("lenet-5", "LeNet-5, 66/12/8/19 %", NetworkCatalogue.LeNet5),
        Convolution("lenet-5-conv1", "LeNet-5 conv1, 1 → 20, 5×5, 66 %", () => NetworkCatalogue.Convolution(1, 28, 20, window: 5, padding: 0, 0.66)),
        Convolution("lenet-5-conv2", "LeNet-5 conv2, 20 → 50, 5×5, 12 %", () => NetworkCatalogue.Convolution(20, 12, 50, window: 5, padding: 0, 0.12)),
        Convolution("alexnet-conv3", "AlexNet conv3, 256 → 384, 3×3, 35 %", () => NetworkCatalogue.Convolution(256, 13, 384, window: 3, padding: 1, 0.35)),
        Convolution("vgg16-conv4-2", "VGG-16 conv4_2, 512 → 512, 3×3, 27 %", () => NetworkCatalogue.Convolution(512, 28, 512, window: 3, padding: 1, 0.27)),
        Large("alexnet", "AlexNet whole, synthetic weights", () => NetworkCatalogue.Large("alexnet")),
        Large("vgg16", "VGG-16 whole, synthetic weights", () => NetworkCatalogue.Large("vgg16")),
        Large("googlenet", "GoogLeNet whole, synthetic weights", () => NetworkCatalogue.Large("googlenet")),
        .. NetworkCatalogue.Real.Select(real => Trained(real.Name, real.Title, () => NetworkCatalogue.Imported(real.Model))),
        new DecodingCase("huffman-decode", "Huffman decoding of AlexNet FC7, 4096 → 4096, 9 %, 5-bit codebook", () => NetworkCatalogue.Linear(4096, 4096, 0.09)),
    ];

    /// <summary>A fully connected layer for one sample and for many.</summary>
    private static IEnumerable<NetworkCase> Layer(
        string name, string title, int inputs, int outputs, double density, bool behindLargeOnes = false)
    {
        foreach (int batch in (int[])[1, LargeBatch])
        {
            yield return new NetworkCase(
                batch == 1 ? name : $"{name}-batch{batch}",
                batch == 1 ? title : $"{title}, batch {batch}",
                batch,
                () => NetworkCatalogue.Linear(inputs, outputs, density),
                batch == 1 ? LinearImplementations.All : network => LinearImplementations.All(network).Append(LinearImplementations.Together(network)))
            {
                BehindLargeOnes = behindLargeOnes,
            };
        }
    }

    /// <summary>A fully connected layer as the generator compiles it, maybe to straight-line code, beside the library's shared loops.</summary>
    private static NetworkCase Small(string name, string title, int inputs, int outputs, double density) => new(
        name, title, 1, () => NetworkCatalogue.Linear(inputs, outputs, density),
        network => GeneratedImplementations.All(network).Concat(LinearImplementations.All(network)));

    /// <summary>A convolution as the generator compiles it, beside the same loop without its constants.</summary>
    private static NetworkCase Convolution(string name, string title, Func<BenchmarkNetwork> create) =>
        new(name, title, 1, create, network => GeneratedImplementations.All(network).Concat(SharedConvolution.All(network)));

    /// <summary>A network of real size in single precision, whose compilation alone takes seconds.</summary>
    private static NetworkCase Large(string name, string title, Func<BenchmarkNetwork> create) =>
        new(name, title, 1, create, GeneratedImplementations.OneAndTwoThreads);

    /// <summary>A network that others trained, with floats and with bytes.</summary>
    private static NetworkCase Trained(string name, string title, Func<BenchmarkNetwork> create) =>
        new(name, title, 1, create, GeneratedImplementations.ThreadsAndBytes);

    /// <summary>A network as the generator compiles it.</summary>
    private static NetworkCase Whole(string name, string title, Func<BenchmarkNetwork> create) =>
        new(name, title, 1, create, GeneratedImplementations.All);
}
