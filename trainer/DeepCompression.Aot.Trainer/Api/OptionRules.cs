using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer;

/// <summary>Checks public options and turns them into what the stages take.</summary>
internal static class OptionRules
{
    /// <exception cref="ArgumentException">An option is out of its range, or options exclude each other.</exception>
    public static CompressionSettings Settings(CompressionOptions options)
    {
        foreach (int bits in options.LayerBits.Values.Prepend(options.Bits))
        {
            Require(bits is >= 1 and <= LayerRecipe.MaxCodebookBits, $"{bits} bits: an index has 1 to {LayerRecipe.MaxCodebookBits}", nameof(options));
        }

        foreach (double density in options.LayerDensities.Values.Prepend(options.Density))
        {
            Require(density is > 0 and <= 1, FormattableString.Invariant($"density {density}: it is above 0 and at most 1"), nameof(options));
        }

        Require(options.TargetRatio is null or > 0, "a target ratio is positive", nameof(options));
        Require(options.TargetChangePercent is null or (> 0 and <= 100), "a target change is above 0 and at most 100 percent", nameof(options));
        Require(options.TargetRatio is null || options.TargetChangePercent is null, "a target ratio and a target change exclude each other", nameof(options));
        Require(options.TargetChangePercent is null || options.Samples is not null, "a target change needs samples", nameof(options));
        return new CompressionSettings
        {
            Bits = new(options.Bits, options.LayerBits),
            Density = new(options.Density, options.LayerDensities),
            Keep = new(options.KeepAll, options.Keep.Distinct(StringComparer.Ordinal).ToDictionary(layer => layer, _ => true, StringComparer.Ordinal)),
        };
    }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static CompressionRecipe Recipe(string network, TrainingOptions options)
    {
        CompressionRecipe recipe = ReferenceRecipes.Find(network, Name(options.Recipe))
            ?? throw new ArgumentException($"There is no network '{network}'; there are {string.Join(", ", ReferenceTraining.Networks)}.", nameof(network));
        Require(options.Seed >= 0, "a seed is not negative", nameof(options));
        Require(options.Weights is null or > 0, "the number of weights is positive", nameof(options));
        recipe = options.Weights is int weights ? recipe.WithTotalWeights(weights) : recipe;
        return recipe with
        {
            Seed = options.Seed,
            Dense = Epochs(recipe.Dense, options.Epochs),
            Pruning = Epochs(recipe.Pruning, options.PruningEpochs),
            Retraining = Epochs(recipe.Retraining, options.RetrainingEpochs),
            Sharing = Epochs(recipe.Sharing, options.SharingEpochs),
        };
    }

    private static TrainingPhase Epochs(TrainingPhase phase, int? epochs)
    {
        Require(epochs is null or >= 0, "a number of epochs is not negative", "options");
        return phase with { Epochs = epochs ?? phase.Epochs };
    }

    private static string Name(TrainingRecipe recipe) => recipe switch
    {
        TrainingRecipe.Best => ReferenceRecipes.Best,
        TrainingRecipe.Plain => ReferenceRecipes.Plain,
        TrainingRecipe.Paper => ReferenceRecipes.Paper,
        _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe, "There is no such recipe."),
    };

    private static void Require(bool holds, string rule, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException(rule, argument);
        }
    }
}
