using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Deep Compression's own densities, widths and way of counting (tables 2 and 3).</summary>
internal static class PaperRecipes
{
    /// <summary>LeNet-300-100 as in the paper's table 2: 32× without and 40× with Huffman coding.</summary>
    public static CompressionRecipe LeNet300100 { get; } = new()
    {
        Name = ReferenceRecipes.Paper,
        Layers = new([new(0.08, 6), new(0.09, 6), new(0.26, 6)]),
        Dense = new(30, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(6, 1e-3f, 1e-3f),
        Retraining = new(14, 1e-3f, 1e-5f),
        Sharing = new(5, 3e-4f, 1e-5f),
        Coding = CodingScheme.Paper,
    };

    /// <summary>LeNet-5 as in the paper's table 3: 33× without and 39× with Huffman coding.</summary>
    public static CompressionRecipe LeNet5 { get; } = LeNet300100 with
    {
        Layers = new([new(0.66, 8), new(0.12, 8), new(0.08, 5), new(0.19, 5)]),
        Dense = new(10, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(2, 1e-3f, 1e-3f),
        Retraining = new(5, 1e-3f, 1e-5f),
        Sharing = new(3, 3e-4f, 1e-5f),
    };
}
