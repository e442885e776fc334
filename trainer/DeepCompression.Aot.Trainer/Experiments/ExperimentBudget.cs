using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>How much work experiments may do: how many points a curve has, and how long each point is retrained.</summary>
internal sealed record ExperimentBudget
{
    /// <summary>For smoke tests: every experiment, within a minute in all on two cores; its numbers mean little.</summary>
    public static ExperimentBudget Quick { get; } = new()
    {
        Name = "quick",
        TrainingImages = 2_000,
        TestImages = 1_000,
        DensityPowers = new([0.5, 1, 1.6]),
        RankFractions = new([0.5, 0.2, 0.08]),
        Bits = new([2, 4]),
        Seeds = 2,
        PerceptronEpochs = 1,
        ConvolutionalEpochs = 1,
        HeadEpochs = 2,
    };

    /// <summary>For the published figures.</summary>
    public static ExperimentBudget Full { get; } = new()
    {
        Name = "full",
        DensityPowers = new([0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2]),
        RankFractions = new([0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05, 0.03]),
        Bits = new([2, 3, 4, 5, 6, 7, 8]),
        Seeds = 5,
        PerceptronEpochs = 6,
        ConvolutionalEpochs = 3,
        HeadEpochs = 5,
    };

    /// <summary>What users call it.</summary>
    public required string Name { get; init; }

    /// <summary>The training images that are used, the first ones; null for all.</summary>
    public int? TrainingImages { get; init; }

    /// <summary>The validation and test images that are used, the first ones; null for all.</summary>
    public int? TestImages { get; init; }

    /// <summary>The points of curves over density: each layer's density is the paper's raised to this power (0 is dense, 1 the paper's).</summary>
    public required EquatableArray<double> DensityPowers { get; init; }

    /// <summary>The points of curves over rank: the fraction of a layer's weights that its two factors have together.</summary>
    public required EquatableArray<double> RankFractions { get; init; }

    /// <summary>The points of curves over the width of codebook indices.</summary>
    public required EquatableArray<int> Bits { get; init; }

    /// <summary>How often a curve with spread is measured.</summary>
    public required int Seeds { get; init; }

    /// <summary>The epochs of retraining at each point, for networks without convolutions.</summary>
    public required int PerceptronEpochs { get; init; }

    /// <summary>The same for networks with convolutions, whose epochs take longer.</summary>
    public required int ConvolutionalEpochs { get; init; }

    /// <summary>The epochs of training a new last layer.</summary>
    public required int HeadEpochs { get; init; }

    /// <summary>A recipe as this budget allows it.</summary>
    public CompressionRecipe Limit(CompressionRecipe recipe) => TrainingImages is null ? recipe : recipe with
    {
        Dense = recipe.Dense with { Epochs = 4 },
        Schedule = new PruningSchedule(4),
        Pruning = recipe.Pruning with { Epochs = 1 },
        Retraining = recipe.Retraining with { Epochs = 2 },
        Sharing = recipe.Sharing with { Epochs = 1 },
        BatchSize = 64,
    };
}
