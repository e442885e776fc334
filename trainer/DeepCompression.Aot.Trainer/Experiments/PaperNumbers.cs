namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>What the paper reports of one network (Deep Compression, tables 1 to 3).</summary>
/// <param name="Title">The network's name in print.</param>
/// <param name="DenseError">Test error before compression, in percent.</param>
/// <param name="CompressedError">Test error after it, in percent.</param>
/// <param name="DenseKilobytes">Size before compression.</param>
/// <param name="CompressedKilobytes">Size after it.</param>
/// <param name="Pruned">Compression ratio of pruning (P), the weights that remain counted and nothing else.</param>
/// <param name="Quantised">Compression ratio with shared weights (P+Q), codebooks and indices counted.</param>
/// <param name="Coded">Compression ratio with Huffman coding (P+Q+H).</param>
/// <param name="Layers">Its layers, by the names of <c>ReferenceNetworks</c>.</param>
internal sealed record PaperNetwork(
    string Title,
    double DenseError,
    double CompressedError,
    int DenseKilobytes,
    int CompressedKilobytes,
    int Pruned,
    int Quantised,
    int Coded,
    IReadOnlyDictionary<string, PaperLayer> Layers);

/// <summary>A row of the paper's table 2 or 3.</summary>
/// <param name="KeptPercent">Weights that remain.</param>
/// <param name="ValueBits">Bits of an index, fixed width.</param>
/// <param name="CodedValueBits">Bits of an index, Huffman-coded.</param>
/// <param name="GapBits">Bits of a gap, fixed width.</param>
/// <param name="CodedGapBits">Bits of a gap, Huffman-coded.</param>
internal sealed record PaperLayer(int KeptPercent, int ValueBits, double CodedValueBits, int GapBits, double CodedGapBits);

/// <summary>The paper's numbers that experiments show beside their own.</summary>
internal static class PaperNumbers
{
    /// <summary>The rise of AlexNet's error with narrower codebooks (table 6): bits of convolutions, bits of others, points of error.</summary>
    public static IReadOnlyList<(int ConvolutionBits, int LinearBits, double ErrorRise)> AlexNetBits { get; } = [(8, 5, 0), (8, 4, 0.01), (4, 2, 2)];

    /// <summary>AlexNet's compression ratios (tables 4 and 7).</summary>
    public static (int Quantised, int Coded) AlexNet => (27, 35);

    /// <summary>The numbers of a reference network.</summary>
    public static PaperNetwork Of(string network) => network switch
    {
        "lenet-300-100" => LeNet300100,
        "lenet-5" => LeNet5,
        _ => throw new ArgumentOutOfRangeException(nameof(network), network, "The paper has no such network."),
    };

    private static PaperNetwork LeNet300100 { get; } = new(
        "LeNet-300-100", 1.64, 1.58, 1070, 27, 12, 32, 40,
        new Dictionary<string, PaperLayer>
        {
            ["fc1"] = new(8, 6, 4.4, 5, 3.7),
            ["fc2"] = new(9, 6, 4.4, 5, 4.3),
            ["fc3"] = new(26, 6, 4.3, 5, 3.2),
        });

    private static PaperNetwork LeNet5 { get; } = new(
        "LeNet-5", 0.80, 0.74, 1720, 44, 12, 33, 39,
        new Dictionary<string, PaperLayer>
        {
            ["conv1"] = new(66, 8, 7.2, 5, 1.5),
            ["conv2"] = new(12, 8, 7.2, 5, 3.9),
            ["fc1"] = new(8, 5, 4.5, 5, 4.5),
            ["fc2"] = new(19, 5, 5.2, 5, 3.7),
        });
}
