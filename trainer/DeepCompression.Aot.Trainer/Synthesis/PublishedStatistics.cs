using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Synthesis;

/// <summary>Densities and statistics of the large networks as they were compressed, by layer.</summary>
internal static class PublishedStatistics
{
    private static readonly Dictionary<string, LayerStatistics> OfAlexNet = new()
    {
        ["conv1"] = new(0.84, 8, 6.3, 4, 1.2),
        ["conv2"] = new(0.38, 8, 5.5, 4, 2.3),
        ["conv3"] = new(0.35, 8, 5.1, 4, 2.6),
        ["conv4"] = new(0.37, 8, 5.2, 4, 2.5),
        ["conv5"] = new(0.37, 8, 5.6, 4, 2.5),
        ["fc6"] = new(0.09, 5, 3.9, 4, 3.2),
        ["fc7"] = new(0.09, 5, 3.6, 4, 3.7),
        ["fc8"] = new(0.25, 5, 4.0, 4, 3.2),
    };

    private static readonly Dictionary<string, LayerStatistics> OfVgg16 = new()
    {
        ["conv1_1"] = new(0.58, 8, 6.8, 5, 1.7),
        ["conv1_2"] = new(0.22, 8, 6.5, 5, 2.6),
        ["conv2_1"] = new(0.34, 8, 5.6, 5, 2.4),
        ["conv2_2"] = new(0.36, 8, 5.9, 5, 2.3),
        ["conv3_1"] = new(0.53, 8, 4.8, 5, 1.8),
        ["conv3_2"] = new(0.24, 8, 4.6, 5, 2.9),
        ["conv3_3"] = new(0.42, 8, 4.6, 5, 2.2),
        ["conv4_1"] = new(0.32, 8, 4.6, 5, 2.6),
        ["conv4_2"] = new(0.27, 8, 4.2, 5, 2.9),
        ["conv4_3"] = new(0.34, 8, 4.4, 5, 2.5),
        ["conv5_1"] = new(0.35, 8, 4.7, 5, 2.5),
        ["conv5_2"] = new(0.29, 8, 4.6, 5, 2.7),
        ["conv5_3"] = new(0.36, 8, 4.6, 5, 2.3),
        ["fc6"] = new(0.04, 5, 3.6, 5, 3.5),
        ["fc7"] = new(0.04, 5, 4.0, 5, 4.3),
        ["fc8"] = new(0.23, 5, 4.0, 5, 3.4),
    };

    /// <summary>The layers of SqueezeNet's file that are not as dense as others of their kind.</summary>
    private static readonly Dictionary<string, double> SparseSqueezeNet = new()
    {
        ["conv_final"] = 0.2,
        ["fire6_expand1x1"] = 0.5,
        ["fire7_squeeze"] = 0.5,
        ["fire8_expand1x1"] = 0.5,
        ["fire8_expand3x3"] = 0.3,
        ["fire9_squeeze"] = 0.5,
        ["fire9_expand3x3"] = 0.3,
    };

    /// <summary>Where the statistics of a network come from.</summary>
    public static string Source(string network) => network switch
    {
        AlexNet.Name => "Deep Compression, table 4",
        Vgg16.Name => "Deep Compression, table 5",
        SqueezeNet.Name => "the authors' compressed file",
        _ => "densities that come to the 10 times that the authors reported, since none are published by layer",
    };

    /// <summary>The statistics of a layer.</summary>
    public static LayerStatistics Of(string network, string layer) => network switch
    {
        AlexNet.Name => OfAlexNet[layer],
        Vgg16.Name => OfVgg16[layer],
        SqueezeNet.Name => new(SqueezeNetDensity(layer), 8, 7.4, 4, null),
        _ => new(GoogLeNetDensity(layer), 8, 5.5, 4, null),
    };

    private static double SqueezeNetDensity(string layer) =>
        SparseSqueezeNet.TryGetValue(layer, out double density) ? density : layer.EndsWith("3x3", StringComparison.Ordinal) ? 0.33 : 0.99;

    private static double GoogLeNetDensity(string layer) => layer switch
    {
        "conv1" => 0.8,
        "fc" => 0.22,
        _ => layer.EndsWith("3x3", StringComparison.Ordinal) || layer.EndsWith("5x5", StringComparison.Ordinal) ? 0.33 : 0.42,
    };
}
