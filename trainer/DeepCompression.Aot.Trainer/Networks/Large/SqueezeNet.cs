using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>SqueezeNet 1.0 (Iandola et al., 2016), the network of the authors' own compressed file: 1.2 million parameters.</summary>
internal static class SqueezeNet
{
    public const string Name = "squeezenet";

    private static readonly SlidingWindow Pool = new(3, stride: 2);

    public static NetworkDefinition Create()
    {
        var builder = new GraphBuilder();
        int maps = builder.Relu(builder.Convolution(builder.Input(3, 227, 227), 3, 96, new SlidingWindow(7, stride: 2), "conv1"));
        maps = builder.MaxPool(maps, Pool);
        maps = Fire(builder, maps, "fire2", 96, 16, 64);
        maps = Fire(builder, maps, "fire3", 128, 16, 64);
        maps = builder.MaxPool(Fire(builder, maps, "fire4", 128, 32, 128), Pool);
        maps = Fire(builder, maps, "fire5", 256, 32, 128);
        maps = Fire(builder, maps, "fire6", 256, 48, 192);
        maps = Fire(builder, maps, "fire7", 384, 48, 192);
        maps = builder.MaxPool(Fire(builder, maps, "fire8", 384, 64, 256), Pool);
        maps = Fire(builder, maps, "fire9", 512, 64, 256);
        maps = builder.Relu(builder.Convolution(maps, 512, 1000, new SlidingWindow(1), "conv_final"));
        return LargeNetworks.Define(Name, builder, builder.Flatten(builder.AveragePool(maps, new SlidingWindow(13))));
    }

    /// <summary>Few channels, then twice as many each through windows of one and of nine elements.</summary>
    private static int Fire(GraphBuilder builder, int maps, string name, int inputs, int squeezed, int expanded)
    {
        int squeeze = builder.Relu(builder.Convolution(maps, inputs, squeezed, new SlidingWindow(1), name + "_squeeze"));
        int ones = builder.Relu(builder.Convolution(squeeze, squeezed, expanded, new SlidingWindow(1), name + "_expand1x1"));
        int threes = builder.Relu(builder.Convolution(squeeze, squeezed, expanded, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), name + "_expand3x3"));
        return builder.Concat(ones, threes);
    }
}
