namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Recipes for the reference networks, measured on MNIST.</summary>
internal static class ReferenceRecipes
{
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

    /// <summary>The recipe for the reference network of that name, or null.</summary>
    public static CompressionRecipe? Find(string network) => network switch
    {
        "lenet-300-100" => LeNet300100,
        "lenet-5" => LeNet5,
        _ => null,
    };

    /// <summary>A recipe in a few words: its name where that says all but the seed, else what was changed with it.</summary>
    public static string Describe(CompressionRecipe recipe)
    {
        CompressionRecipe[] known = [LeNet300100, LeNet5, Quickstart];
        return known.Contains(recipe with { Seed = DefaultSeed }) ? recipe.Name : recipe.Summary;
    }
}
