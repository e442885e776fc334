using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options that change a network's recipe; what is not given stays as the recipe has it.</summary>
internal sealed class RecipeOptions
{
    private const int MostEpochs = 10_000;

    private static readonly Dictionary<string, CodebookInitialisation> Initialisations = new(StringComparer.Ordinal)
    {
        ["linear"] = CodebookInitialisation.Linear,
        ["density"] = CodebookInitialisation.DensityBased,
        ["forgy"] = CodebookInitialisation.Forgy,
    };

    private readonly Option<int?> _seed = CountOption.Create(
        "--seed", "Seeds initial weights, dropout, shuffling and random codebooks; equal seeds give equal files.", 0, int.MaxValue);

    private readonly Option<double[]> _densities = new("--densities")
    {
        HelpName = "D,D,...",
        Description = "The fraction of weights that remain, one for each layer or one for all, such as 0.08,0.09,0.26.",
        CustomParser = result => NumberList.Parse(result, number => number is > 0 and <= 1, "a number above 0 and at most 1"),
    };

    private readonly Option<double[]> _sensitivities = new("--sensitivities")
    {
        HelpName = "S,S,...",
        Description = "Instead of densities: weights below this many standard deviations of their layer are pruned.",
        CustomParser = result => NumberList.Parse(result, double.IsFinite, "a number from 0 on"),
    };

    private readonly Option<double[]> _bits = new("--bits")
    {
        HelpName = "B,B,...",
        Description = "The width of a codebook index, one for each layer or one for all, such as 6,6,6.",
        CustomParser = result => NumberList.Parse(
            result, number => number is >= 1 and <= LayerRecipe.MaxCodebookBits && double.IsInteger(number), $"a whole number from 1 to {LayerRecipe.MaxCodebookBits}"),
    };

    private readonly Option<string?> _initialisation = new("--initialisation")
    {
        HelpName = string.Join('|', Initialisations.Keys),
        Description = "Where k-means starts (paper, section 3.2).",
    };

    private readonly Option<int?> _rounds = CountOption.Create(
        "--rounds", "Rounds of pruning with retraining between them; 1 prunes in one shot.", 1, MostEpochs);

    private readonly Option<int?> _denseEpochs = CountOption.Create(
        "--epochs", "Epochs of training the dense network.", 0, MostEpochs);

    private readonly Option<int?> _pruneEpochs = CountOption.Create(
        "--prune-epochs", "Epochs over which the rounds of pruning are spread.", 0, MostEpochs);

    private readonly Option<int?> _retrainEpochs = CountOption.Create(
        "--retrain-epochs", "Epochs of retraining after the last round of pruning.", 0, MostEpochs);

    private readonly Option<int?> _shareEpochs = CountOption.Create(
        "--share-epochs", "Epochs of retraining the shared weights.", 0, MostEpochs);

    public void AddTo(Command command)
    {
        _initialisation.AcceptOnlyFromAmong([.. Initialisations.Keys]);
        Option[] options = [_seed, _densities, _sensitivities, _bits, _initialisation, _rounds, _denseEpochs, _pruneEpochs, _retrainEpochs, _shareEpochs];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The recipe with what the command line changes.</summary>
    /// <exception cref="UsageException">Options exclude each other or do not fit the network.</exception>
    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => recipe with
    {
        Seed = arguments.GetValue(_seed) ?? recipe.Seed,
        Layers = new([.. ApplyBits(ApplyPruning([.. recipe.Layers], arguments), arguments)]),
        Initialisation = arguments.GetValue(_initialisation) is { } name ? Initialisations[name] : recipe.Initialisation,
        Schedule = arguments.GetValue(_rounds) is int rounds ? new PruningSchedule(rounds) : recipe.Schedule,
        Dense = WithEpochs(recipe.Dense, arguments.GetValue(_denseEpochs)),
        Pruning = WithEpochs(recipe.Pruning, arguments.GetValue(_pruneEpochs)),
        Retraining = WithEpochs(recipe.Retraining, arguments.GetValue(_retrainEpochs)),
        Sharing = WithEpochs(recipe.Sharing, arguments.GetValue(_shareEpochs)),
    };

    private LayerRecipe[] ApplyPruning(LayerRecipe[] layers, ParseResult arguments)
    {
        double[] densities = Numbers(_densities, arguments);
        double[] sensitivities = Numbers(_sensitivities, arguments);
        if (densities.Length > 0 && sensitivities.Length > 0)
        {
            throw new UsageException($"{_densities.Name} and {_sensitivities.Name} exclude each other.");
        }

        if (densities.Length > 0)
        {
            double[] spread = NumberList.Spread(densities, layers.Length, _densities.Name);
            return [.. layers.Select((layer, i) => layer with { Pruning = new DensityRule(spread[i]) })];
        }

        if (sensitivities.Length > 0)
        {
            double[] spread = NumberList.Spread(sensitivities, layers.Length, _sensitivities.Name);
            return [.. layers.Select((layer, i) => layer with { Pruning = new ThresholdRule(spread[i]) })];
        }

        return layers;
    }

    private LayerRecipe[] ApplyBits(LayerRecipe[] layers, ParseResult arguments)
    {
        double[] bits = Numbers(_bits, arguments);
        if (bits.Length == 0)
        {
            return layers;
        }

        double[] spread = NumberList.Spread(bits, layers.Length, _bits.Name);
        return [.. layers.Select((layer, i) => layer with { CodebookBits = (int)spread[i] })];
    }

    /// <summary>The numbers of an option; none where it is not given.</summary>
    private static double[] Numbers(Option<double[]> option, ParseResult arguments) => arguments.GetValue(option) ?? [];

    private static TrainingPhase WithEpochs(TrainingPhase phase, int? epochs) => phase with { Epochs = epochs ?? phase.Epochs };
}
