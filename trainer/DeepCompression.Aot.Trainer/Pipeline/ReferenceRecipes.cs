namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Recipes for the reference networks, measured on MNIST.</summary>
internal static class ReferenceRecipes
{
    private const int DefaultSeed = 1;

    /// <summary>LeNet-300-100 on MNIST.</summary>
    private static CompressionRecipe LeNet300100 { get; } = new()
    {
        Name = "default",
        Seed = DefaultSeed,
        Layers = new([new(0.05, 5), new(0.09, 5), new(0.26, 5)]),
        Dense = new(30, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(5, 5e-4f, 5e-4f),
        Retraining = new(10, 5e-4f, 1e-5f),
        Sharing = new(4, 2e-4f, 1e-5f),
    };

    /// <summary>LeNet-5 on MNIST.</summary>
    private static CompressionRecipe LeNet5 { get; } = new()
    {
        Name = "default",
        Seed = DefaultSeed,
        Layers = new([new(0.66, 5), new(0.12, 5), new(0.02, 5), new(0.19, 5)]),
        Dense = new(10, 1e-3f, 1e-5f),
        Schedule = new(20),
        Pruning = new(4, 5e-4f, 5e-4f),
        Retraining = new(6, 5e-4f, 1e-5f),
        Sharing = new(2, 2e-4f, 1e-5f),
    };

    /// <summary>LeNet-300-100 on the drawn digits, in about a minute.</summary>
    public static CompressionRecipe Quickstart { get; } = LeNet300100 with
    {
        Name = "quickstart",
        Dense = new(15, 1e-3f, 1e-5f),
        Pruning = new(3, 5e-4f, 5e-4f),
        Retraining = new(5, 5e-4f, 1e-5f),
        Sharing = new(2, 2e-4f, 1e-5f),
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
