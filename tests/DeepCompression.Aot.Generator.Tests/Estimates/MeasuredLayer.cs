using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>A convolution whose kernels were timed on a machine with AVX-512.</summary>
/// <param name="Name">What the file of measurements calls it.</param>
/// <param name="Channels">Input channels.</param>
/// <param name="Plane">Rows and columns of the input.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Window">The window.</param>
/// <param name="Density">The fraction of weights that are not zero.</param>
/// <param name="Pools">Whether max pooling over 2×2 follows.</param>
internal sealed record MeasuredLayer(string Name, int Channels, int Plane, int Outputs, SlidingWindow Window, double Density, bool Pools)
{
    /// <summary>Networks of the paper at its densities, and what lies around them: strides, sparser weights, windows of one; networks that are hardly pruned.</summary>
    public static IReadOnlyList<MeasuredLayer> All { get; } =
    [
        new("lenet-5-conv1", 1, 28, 20, new SlidingWindow(5), 0.66, Pools: true),
        new("lenet-5-conv2", 20, 12, 50, new SlidingWindow(5), 0.12, Pools: true),
        new("alexnet-conv1", 3, 227, 96, new SlidingWindow(11, stride: 4), 0.84, Pools: false),
        new("alexnet-conv2", 48, 27, 128, Padded(5), 0.38, Pools: false),
        new("alexnet-conv3", 256, 13, 384, Padded(3), 0.35, Pools: false),
        new("vgg16-conv1-1", 3, 224, 64, Padded(3), 0.58, Pools: false),
        new("vgg16-conv2-2", 128, 112, 128, Padded(3), 0.36, Pools: true),
        new("vgg16-conv5-1", 512, 14, 512, Padded(3), 0.35, Pools: false),
        new("conv3x3-10%", 128, 28, 128, Padded(3), 0.10, Pools: false),
        new("conv3x3-5%", 128, 28, 128, Padded(3), 0.05, Pools: false),
        new("conv3x3-stride2-30%", 64, 56, 128, new SlidingWindow(3, 3, 2, 2, 1, 1, 1, 1), 0.30, Pools: false),
        new("conv1x1-35%", 192, 28, 64, new SlidingWindow(1), 0.35, Pools: false),
        new("conv1x1-50%", 64, 27, 256, new SlidingWindow(1), 0.50, Pools: false),
        new("conv1x1-70%", 64, 27, 256, new SlidingWindow(1), 0.70, Pools: false),
        new("squeezenet-conv1", 3, 227, 96, new SlidingWindow(7, stride: 2), 0.99, Pools: false),
        new("squeezenet-squeeze2", 128, 55, 16, new SlidingWindow(1), 0.99, Pools: false),
        new("squeezenet-squeeze8", 384, 27, 64, new SlidingWindow(1), 0.99, Pools: false),
        new("squeezenet-expand8", 64, 27, 256, new SlidingWindow(1), 0.99, Pools: false),
        new("resnet8-conv2", 16, 32, 16, Padded(3), 1, Pools: false),
        new("resnet8-conv4", 16, 32, 32, new SlidingWindow(3, 3, 2, 2, 0, 0, 1, 1), 1, Pools: false),
        new("resnet8-conv5", 32, 16, 32, Padded(3), 1, Pools: false),
        new("mobilenet-6x6", 128, 6, 128, new SlidingWindow(1), 1, Pools: false),
        new("depthwise-112", 32, 112, 32, Padded(3), 1, Pools: false) { Groups = 32 },
        new("depthwise-48-stride2", 16, 48, 16, new SlidingWindow(3, 3, 2, 2, 0, 0, 1, 1), 1, Pools: false) { Groups = 16 },
        new("depthwise-24", 32, 24, 32, Padded(3), 1, Pools: false) { Groups = 32 },
        new("depthwise-12-stride2", 64, 12, 64, new SlidingWindow(3, 3, 2, 2, 0, 0, 1, 1), 1, Pools: false) { Groups = 64 },
        new("depthwise-6", 128, 6, 128, Padded(3), 1, Pools: false) { Groups = 128 },
        new("depthwise-6-stride2", 128, 6, 128, new SlidingWindow(3, 3, 2, 2, 0, 0, 1, 1), 1, Pools: false) { Groups = 128 },
        new("depthwise-3", 256, 3, 256, Padded(3), 1, Pools: false) { Groups = 256 },
        new("depthwise-5x5-14", 96, 14, 96, Padded(5), 1, Pools: false) { Groups = 96 },
    ];

    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    public ModelPlan Plan()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        Tensor weight = TestTensors.Sparse(random, Density, Outputs, Channels / Groups, Window.Height, Window.Width);
        int input = network.Input(Channels, Plane, Plane);
        Tensor bias = TestTensors.Raw(random, Outputs);
        int value = Groups == 1 ? network.Convolution(input, weight, bias, Window) : network.GroupedConvolution(input, weight, bias, Window, Groups);
        value = Pools ? network.Add(new MaxPoolOperator(value, new SlidingWindow(2, stride: 2))) : value;
        return PassList.Run("measured.dcz", network.Build(value), "Measured");
    }

    /// <summary>The layer without its kernels; the one before it may put zeros around its input.</summary>
    public static WeightLayer Layer(ModelPlan plan) => plan.Layers.OfType<WeightLayer>().Single();

    /// <summary>The kernels that can be chosen, but for the scalar one, which is there for want of vectors.</summary>
    public static IReadOnlyList<Kernel> Candidates(WeightLayer layer) =>
        [.. ChooseKernels.Candidates(layer).Where(kernel => kernel.InstructionSet != InstructionSet.Scalar)];

    /// <summary>A window that leaves the plane as large as it is.</summary>
    private static SlidingWindow Padded(int size) => new(size, size, 1, 1, size / 2, size / 2, size / 2, size / 2);
}
