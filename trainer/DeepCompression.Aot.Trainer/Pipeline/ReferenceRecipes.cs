using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Recipes for the reference networks, measured on MNIST.</summary>
internal static class ReferenceRecipes
{
    /// <summary>The recipe that makes the smallest artifacts.</summary>
    public const string Best = "best";

    /// <summary>Deep Compression's own densities, widths and way of counting.</summary>
    public const string Paper = "paper";

    private const string DefaultName = "default";
    private const int DefaultSeed = 1;

    /// <summary>LeNet-300-100 on MNIST: about 150× smaller, at a test error of about 1.6 %.</summary>
    private static CompressionRecipe LeNet300100 { get; } = new()
    {
        Name = DefaultName,
        Seed = DefaultSeed,
        Layers = new([new(0.015, 4), new(0.04, 4), new(0.2, 4)]),
        Dense = new(30, 1e-3f, 1e-5f),
        Schedule = new(80),
        Pruning = new(15, 2e-3f, 2e-3f),
        Retraining = new(25, 2e-3f, 1e-5f),
        Sharing = new(6, 5e-4f, 1e-5f),
    };

    /// <summary>LeNet-5 on MNIST: about 230× smaller, at a test error of about 0.7 %.</summary>
    private static CompressionRecipe LeNet5 { get; } = new()
    {
        Name = DefaultName,
        Seed = DefaultSeed,
        Layers = new([new(0.4, 4), new(0.045, 4), new(0.006, 4), new(0.2, 4)]),
        Dense = new(10, 1e-3f, 1e-5f),
        Schedule = new(60),
        Pruning = new(5, 2e-3f, 2e-3f),
        Retraining = new(8, 2e-3f, 1e-5f),
        Sharing = new(3, 5e-4f, 1e-5f),
    };

    /// <summary>LeNet-300-100 as in the paper's table 2: 32× without and 40× with Huffman coding.</summary>
    private static CompressionRecipe PaperLeNet300100 { get; } = new()
    {
        Name = Paper,
        Seed = DefaultSeed,
        Layers = new([new(0.08, 6), new(0.09, 6), new(0.26, 6)]),
        Dense = new(30, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(6, 1e-3f, 1e-3f),
        Retraining = new(14, 1e-3f, 1e-5f),
        Sharing = new(5, 3e-4f, 1e-5f),
        Coding = CodingScheme.Paper,
    };

    /// <summary>LeNet-5 as in the paper's table 3: 33× without and 39× with Huffman coding.</summary>
    private static CompressionRecipe PaperLeNet5 { get; } = PaperLeNet300100 with
    {
        Layers = new([new(0.66, 8), new(0.12, 8), new(0.08, 5), new(0.19, 5)]),
        Dense = new(10, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(2, 1e-3f, 1e-3f),
        Retraining = new(5, 1e-3f, 1e-5f),
        Sharing = new(3, 3e-4f, 1e-5f),
    };

    /// <summary>LeNet-300-100 on the drawn digits, trained and compressed within a minute.</summary>
    public static CompressionRecipe Quickstart { get; } = new()
    {
        Name = "quickstart",
        Seed = DefaultSeed,
        Layers = new([new(0.03, 5), new(0.07, 5), new(0.25, 5)]),
        Dense = new(25, 1e-3f, 1e-5f),
        Schedule = new(40),
        Pruning = new(8, 2e-3f, 2e-3f),
        Retraining = new(12, 2e-3f, 1e-5f),
        Sharing = new(3, 5e-4f, 1e-5f),
    };

    /// <summary>The names of recipes that every reference network has, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Best, Paper];

    /// <summary>The recipe of that name for the reference network of that name, or null.</summary>
    public static CompressionRecipe? Find(string network, string recipe = Best) => (network, recipe) switch
    {
        ("lenet-300-100", Best) => LeNet300100,
        ("lenet-5", Best) => LeNet5,
        ("lenet-300-100", Paper) => PaperLeNet300100,
        ("lenet-5", Paper) => PaperLeNet5,
        _ => null,
    };

    /// <summary>A recipe in a few words: its name where that says all but the seed, else what was changed with it.</summary>
    public static string Describe(CompressionRecipe recipe)
    {
        CompressionRecipe[] known = [LeNet300100, LeNet5, PaperLeNet300100, PaperLeNet5, Quickstart];
        return known.Contains(recipe with { Seed = DefaultSeed }) ? recipe.Name : recipe.Summary;
    }
}
