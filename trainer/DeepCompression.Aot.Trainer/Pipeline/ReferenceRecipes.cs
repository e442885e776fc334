using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Recipes for the reference networks, measured on MNIST.</summary>
internal static class ReferenceRecipes
{
    /// <summary>The recipe that makes the smallest artifacts.</summary>
    public const string Best = "best";

    /// <summary>The same methods without more images and with the dense network itself as teacher.</summary>
    public const string Plain = "plain";

    /// <summary>Deep Compression's own densities, widths and way of counting.</summary>
    public const string Paper = "paper";

    private const int DefaultSeed = 1;

    /// <summary>LeNet-300-100 on the drawn digits, trained and compressed within a minute.</summary>
    public static CompressionRecipe Quickstart { get; } = new()
    {
        Name = "quickstart",
        Layers = new([new(0.03, 5), new(0.07, 5), new(0.25, 5)]),
        Dense = new(25, 1e-3f, 1e-5f),
        Schedule = new(40),
        Pruning = new(8, 2e-3f, 2e-3f),
        Retraining = new(12, 2e-3f, 1e-5f),
        Sharing = new(3, 5e-4f, 1e-5f),
    };

    /// <summary>The names of recipes that every reference network has, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Best, Plain, Paper];

    /// <summary>The recipe of that name for the reference network of that name, or null.</summary>
    public static CompressionRecipe? Find(string network, string recipe = Best) => (network, recipe) switch
    {
        ("lenet-300-100", Best) => BestRecipes.LeNet300100,
        ("lenet-5", Best) => BestRecipes.LeNet5,
        ("lenet-300-100", Plain) => PlainRecipes.LeNet300100,
        ("lenet-5", Plain) => PlainRecipes.LeNet5,
        ("lenet-300-100", Paper) => PaperRecipes.LeNet300100,
        ("lenet-5", Paper) => PaperRecipes.LeNet5,
        _ => null,
    };

    /// <summary>A recipe in a few words: its name where that says all but the seed, else what was changed with it.</summary>
    public static string Describe(CompressionRecipe recipe)
    {
        IEnumerable<CompressionRecipe?> known = ReferenceNetworks.Names.SelectMany(network => Names.Select(name => Find(network, name)));
        return known.Append(Quickstart).Contains(recipe with { Seed = DefaultSeed }) ? recipe.Name : recipe.Summary;
    }
}
