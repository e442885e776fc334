namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// The methods of <see cref="BestRecipes"/> on nothing but the images there are, with the dense network as the only teacher: what
/// they come to for someone who has no more. More weights make up for it, so that the error stays that of the dense network.
/// </summary>
internal static class PlainRecipes
{
    public static CompressionRecipe LeNet300100 { get; } = BestRecipes.LeNet300100 with
    {
        Name = ReferenceRecipes.Plain,
        Layers = new([new(5), new(5), new(5)]),
        PruningMethod = BestRecipes.LeNet300100.PruningMethod with { RateExponent = 1, TotalWeights = 4180 },
        Freezing = new(42, 1e-3f, 5e-4f),
        Sharing = new(16, 3e-4f, 1e-5f),
        EntropyPrice = 0.0005,
        Aids = BestRecipes.LeNet300100.Aids with { Augmentation = null, Teacher = TrainingAids.OwnTeacher, DropoutWhenSparse = true },
    };

    public static CompressionRecipe LeNet5 { get; } = BestRecipes.LeNet5 with
    {
        Name = ReferenceRecipes.Plain,
        Layers = new([new(5), new(5), new(4), new(4)]),
        PruningMethod = BestRecipes.LeNet5.PruningMethod with { TotalWeights = 4400 },
        Freezing = new(18, 1e-3f, 5e-4f),
        Sharing = new(8, 3e-4f, 1e-5f),
        EntropyPrice = 0.0005,
        Aids = BestRecipes.LeNet5.Aids with { Augmentation = null, DropoutWhenSparse = true },
    };
}
