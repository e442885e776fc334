using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>GoogLeNet (Szegedy et al., CVPR 2015) as its Caffe model has it, without the classifiers that only training needs: 7 million parameters.</summary>
internal static class GoogLeNet
{
    public const string Name = "googlenet";

    /// <summary>Pooling that rounds up: a row and a column of padding where a window would begin but not end inside the plane.</summary>
    private static readonly SlidingWindow HalvingPool = new(3, 3, 2, 2, 0, 0, 1, 1);

    public static NetworkDefinition Create()
    {
        var builder = new GraphBuilder();
        int maps = builder.Relu(builder.Convolution(builder.Input(3, 224, 224), 3, 64, new SlidingWindow(7, 7, 2, 2, 3, 3, 3, 3), "conv1"));
        maps = Normalize(builder, builder.MaxPool(maps, HalvingPool));
        maps = builder.Relu(builder.Convolution(maps, 64, 64, new SlidingWindow(1), "conv2_reduce"));
        maps = builder.Relu(builder.Convolution(maps, 64, 192, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), "conv2"));
        maps = builder.MaxPool(Normalize(builder, maps), HalvingPool);

        (int Maps, int Channels) value = (maps, 192);
        value = new Inception("3a", 64, 96, 128, 16, 32, 32).Add(builder, value);
        value = new Inception("3b", 128, 128, 192, 32, 96, 64).Add(builder, value);
        value = (builder.MaxPool(value.Maps, HalvingPool), value.Channels);
        value = new Inception("4a", 192, 96, 208, 16, 48, 64).Add(builder, value);
        value = new Inception("4b", 160, 112, 224, 24, 64, 64).Add(builder, value);
        value = new Inception("4c", 128, 128, 256, 24, 64, 64).Add(builder, value);
        value = new Inception("4d", 112, 144, 288, 32, 64, 64).Add(builder, value);
        value = new Inception("4e", 256, 160, 320, 32, 128, 128).Add(builder, value);
        value = (builder.MaxPool(value.Maps, HalvingPool), value.Channels);
        value = new Inception("5a", 256, 160, 320, 32, 128, 128).Add(builder, value);
        value = new Inception("5b", 384, 192, 384, 48, 128, 128).Add(builder, value);

        int features = builder.Flatten(builder.AveragePool(value.Maps, new SlidingWindow(7)));
        return LargeNetworks.Define(Name, builder, builder.Linear(features, value.Channels, 1000, "fc"));
    }

    private static int Normalize(GraphBuilder builder, int maps) =>
        builder.LocalResponseNormalization(maps, size: 5, scale: 1e-4f, exponent: 0.75f, offset: 1);

    /// <summary>Four ways from the same maps, whose channels end up side by side; the numbers are of channels.</summary>
    private sealed record Inception(string Name, int Ones, int ThreesReduced, int Threes, int FivesReduced, int Fives, int Pooled)
    {
        public (int Maps, int Channels) Add(GraphBuilder builder, (int Maps, int Channels) from)
        {
            int ones = Convolution(builder, from.Maps, from.Channels, Ones, 1, "1x1");
            int threes = Convolution(builder, from.Maps, from.Channels, ThreesReduced, 1, "3x3_reduce");
            threes = Convolution(builder, threes, ThreesReduced, Threes, 3, "3x3");
            int fives = Convolution(builder, from.Maps, from.Channels, FivesReduced, 1, "5x5_reduce");
            fives = Convolution(builder, fives, FivesReduced, Fives, 5, "5x5");
            int pooled = builder.MaxPool(from.Maps, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1));
            pooled = Convolution(builder, pooled, from.Channels, Pooled, 1, "pool_proj");
            return (builder.Concat(ones, threes, fives, pooled), Ones + Threes + Fives + Pooled);
        }

        private int Convolution(GraphBuilder builder, int maps, int inputs, int outputs, int size, string name)
        {
            int pad = size / 2;
            var same = new SlidingWindow(size, size, 1, 1, pad, pad, pad, pad);
            return builder.Relu(builder.Convolution(maps, inputs, outputs, same, $"inception_{Name}_{name}"));
        }
    }
}
