namespace DeepCompression.Aot.Trainer.Networks;

/// <summary>The networks for ImageNet that the paper and its authors compressed, by name: too large to train here, so they are imported or synthesised.</summary>
internal static class LargeNetworks
{
    public static IReadOnlyList<string> Names { get; } = [AlexNet.Name, GoogLeNet.Name, SqueezeNet.Name, Vgg16.Name];

    /// <summary>The network of that name, or null.</summary>
    public static NetworkDefinition? Find(string name) => name switch
    {
        AlexNet.Name => AlexNet.Create(),
        GoogLeNet.Name => GoogLeNet.Create(),
        SqueezeNet.Name => SqueezeNet.Create(),
        Vgg16.Name => Vgg16.Create(),
        _ => null,
    };

    /// <summary>A network that ends in the logits of ImageNet's thousand classes.</summary>
    public static NetworkDefinition Define(string name, GraphBuilder builder, int logits) => new(
        name, builder.Build(logits), [.. builder.ParameterNames.Select(parameter => parameter.Name)], new Dictionary<int, float>());
}
