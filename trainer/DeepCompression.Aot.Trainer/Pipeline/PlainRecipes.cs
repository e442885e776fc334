using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// The methods of <see cref="BestRecipes"/> on nothing but the images there are, with the dense network as the only teacher: what
/// they come to for someone who has no more. Small batches, weight decay and dropout to the end stand in for the missing images.
/// </summary>
internal static class PlainRecipes
{
    public static CompressionRecipe LeNet300100 { get; } = Plain(BestRecipes.LeNet300100) with
    {
        PruningMethod = BestRecipes.LeNet300100.PruningMethod with { RateExponent = 1.5, TotalWeights = 6300 },
        Freezing = new(42, 1e-3f, 5e-4f),
        Sharing = new(16, 3e-4f, 1e-5f),
        EntropyPrice = 0.002,
    };

    public static CompressionRecipe LeNet5 { get; } = Plain(BestRecipes.LeNet5) with
    {
        Layers = new([new(4), new(4), new(4), new(4)]),
        PruningMethod = BestRecipes.LeNet5.PruningMethod with { TotalWeights = 4750 },
        Freezing = new(18, 1e-3f, 5e-4f),
        Sharing = new(8, 3e-4f, 1e-5f),
        EntropyPrice = 0.001,
    };

    private static CompressionRecipe Plain(CompressionRecipe best) => best with
    {
        Name = ReferenceRecipes.Plain,
        BatchSize = 64,
        Optimiser = new(OptimiserKind.Adam, WeightDecay: 1e-4f),
        CodebookFormat = NumberFormat.Half,
        BiasFormat = NumberFormat.Half,
        Aids = best.Aids with { Augmentation = null, Teacher = TrainingAids.OwnTeacher, DropoutWhenSparse = true },
    };
}
