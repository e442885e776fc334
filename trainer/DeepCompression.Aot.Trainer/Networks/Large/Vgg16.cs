using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>VGG-16 (Simonyan, Zisserman, ICLR 2015, configuration D): 138 million parameters.</summary>
internal static class Vgg16
{
    public const string Name = "vgg16";

    /// <summary>The channels of each stage and how many convolutions it has; a pool that halves the plane ends it.</summary>
    private static readonly (int Channels, int Convolutions)[] Stages = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)];

    public static NetworkDefinition Create()
    {
        var builder = new GraphBuilder();
        var same = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
        int channels = 3;
        int maps = builder.Input(channels, 224, 224);
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            for (int layer = 1; layer <= Stages[stage].Convolutions; layer++)
            {
                maps = builder.Relu(builder.Convolution(maps, channels, Stages[stage].Channels, same, $"conv{stage + 1}_{layer}"));
                channels = Stages[stage].Channels;
            }

            maps = builder.MaxPool(maps, new SlidingWindow(2, stride: 2));
        }

        int hidden6 = builder.Relu(builder.Linear(builder.Flatten(maps), 25_088, 4096, "fc6"));
        int hidden7 = builder.Relu(builder.Linear(hidden6, 4096, 4096, "fc7"));
        return LargeNetworks.Define(Name, builder, builder.Linear(hidden7, 4096, 1000, "fc8"));
    }
}
