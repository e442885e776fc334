using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// The smallest artifacts: every method at its best, with more images and a better network to learn from. Measured on MNIST, chosen by
/// the validation images.
/// </summary>
internal static class BestRecipes
{
    /// <summary>LeNet-300-100, taught by LeNet-5.</summary>
    public static CompressionRecipe LeNet300100 { get; } = new()
    {
        Name = ReferenceRecipes.Best,
        Layers = new([new(4), new(4), new(4)]),
        Dense = new(30, 1e-3f, 1e-5f),
        Schedule = new(430, FirstDensity: 0.15),
        PruningMethod = new() { Saliency = new CurvatureSaliency(), RateExponent = 2, Regrowth = 0.3, RemoveDeadUnits = true, TotalWeights = 2500 },
        Pruning = new(100, 3e-3f, 1.5e-3f),
        Retraining = new(80, 1.5e-3f, 3e-5f),
        Freezing = new(42, 2e-3f, 2e-3f),
        Sharing = new(16, 1e-3f, 1e-5f),
        EntropyPrice = 0.01,
        BiasBits = 4,
        CodebookFormat = NumberFormat.Tiny,
        BiasFormat = NumberFormat.Tiny,
        Optimiser = new(OptimiserKind.Adam),
        Aids = new()
        {
            Augmentation = Augmentation.Default,
            Teacher = "lenet-5",
            Loss = new(TeacherWeight: 0.7f, Temperature: 3),
            DropoutWhenSparse = false,
        },
    };

    /// <summary>LeNet-5, taught by its own dense network.</summary>
    public static CompressionRecipe LeNet5 { get; } = LeNet300100 with
    {
        Layers = new([new(4), new(4), new(3), new(3)]),
        Dense = new(10, 1e-3f, 1e-5f),
        Schedule = new(77, FirstDensity: 0.05),
        PruningMethod = LeNet300100.PruningMethod with { TotalWeights = 3200 },
        Pruning = new(18, 3e-3f, 1.5e-3f),
        Retraining = new(16, 1.5e-3f, 3e-5f),
        Freezing = new(18, 2e-3f, 2e-3f),
        Sharing = new(8, 1e-3f, 1e-5f),
        EntropyPrice = 0.003,
        Aids = LeNet300100.Aids with { Teacher = TrainingAids.OwnTeacher, Loss = new(TeacherWeight: 0.4f, Temperature: 3) },
    };
}
