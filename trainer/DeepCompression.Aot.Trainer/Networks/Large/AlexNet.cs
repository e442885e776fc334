using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>AlexNet (Krizhevsky, Sutskever, Hinton, NIPS 2012) as its Caffe model has it: 61 million parameters.</summary>
internal static class AlexNet
{
    public const string Name = "alexnet";

    public static NetworkDefinition Create()
    {
        var builder = new GraphBuilder();
        var pool = new SlidingWindow(3, stride: 2);
        int image = builder.Input(3, 227, 227);
        int maps1 = builder.Relu(builder.Convolution(image, 3, 96, new SlidingWindow(11, stride: 4), "conv1"));
        maps1 = builder.MaxPool(Normalize(builder, maps1), pool);
        int maps2 = builder.Relu(builder.GroupedConvolution(maps1, 96, 256, 2, new SlidingWindow(5, 5, 1, 1, 2, 2, 2, 2), "conv2"));
        maps2 = builder.MaxPool(Normalize(builder, maps2), pool);
        var same = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
        int maps3 = builder.Relu(builder.Convolution(maps2, 256, 384, same, "conv3"));
        int maps4 = builder.Relu(builder.GroupedConvolution(maps3, 384, 384, 2, same, "conv4"));
        int maps5 = builder.MaxPool(builder.Relu(builder.GroupedConvolution(maps4, 384, 256, 2, same, "conv5")), pool);
        int hidden6 = builder.Relu(builder.Linear(builder.Flatten(maps5), 9216, 4096, "fc6"));
        int hidden7 = builder.Relu(builder.Linear(hidden6, 4096, 4096, "fc7"));
        return LargeNetworks.Define(Name, builder, builder.Linear(hidden7, 4096, 1000, "fc8"));
    }

    private static int Normalize(GraphBuilder builder, int maps) =>
        builder.LocalResponseNormalization(maps, size: 5, scale: 1e-4f, exponent: 0.75f, offset: 1);
}
