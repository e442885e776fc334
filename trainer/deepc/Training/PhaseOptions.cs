using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>How long each stage trains.</summary>
internal sealed class PhaseOptions : IRecipeOptionGroup
{
    private const int MostEpochs = 10_000;

    private readonly Option<int?> _dense = CountOption.Create(
        "--epochs", "Epochs of training the dense network.", 0, MostEpochs);

    private readonly Option<int?> _rounds = CountOption.Create(
        "--rounds", "Rounds of pruning with retraining between them; 1 prunes in one shot.", 1, MostEpochs);

    private readonly Option<int?> _prune = CountOption.Create(
        "--prune-epochs", "Epochs over which the rounds of pruning are spread.", 0, MostEpochs);

    private readonly Option<int?> _retrain = CountOption.Create(
        "--retrain-epochs", "Epochs of retraining after the last round of pruning.", 0, MostEpochs);

    private readonly Option<int?> _freeze = CountOption.Create(
        "--freeze-epochs", "Epochs over which weights are put on shared values step by step; 0 shares all at once.", 0, MostEpochs);

    private readonly Option<int?> _share = CountOption.Create(
        "--share-epochs", "Epochs of retraining the shared weights.", 0, MostEpochs);

    private readonly Option<int?> _batch = CountOption.Create(
        "--batch", "Images of a step; large networks need memory for each.", 1, 1 << 16);

    public IReadOnlyList<Option> Options => [_dense, _rounds, _prune, _retrain, _freeze, _share, _batch];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => recipe with
    {
        BatchSize = arguments.GetValue(_batch) ?? recipe.BatchSize,
        Schedule = arguments.GetValue(_rounds) is int rounds ? new PruningSchedule(rounds, recipe.Schedule.FirstDensity) : recipe.Schedule,
        Dense = WithEpochs(recipe.Dense, arguments.GetValue(_dense)),
        Pruning = WithEpochs(recipe.Pruning, arguments.GetValue(_prune)),
        Retraining = WithEpochs(recipe.Retraining, arguments.GetValue(_retrain)),
        Freezing = arguments.GetValue(_freeze) is int epochs ? Rates(recipe) with { Epochs = epochs } : recipe.Freezing,
        Sharing = WithEpochs(recipe.Sharing, arguments.GetValue(_share)),
    };

    /// <summary>The learning rates of freezing; a recipe that does not freeze has none, and takes those of sharing.</summary>
    private static TrainingPhase Rates(CompressionRecipe recipe) => recipe.Freezing.Epochs > 0 ? recipe.Freezing : recipe.Sharing;

    private static TrainingPhase WithEpochs(TrainingPhase phase, int? epochs) => phase with { Epochs = epochs ?? phase.Epochs };
}
