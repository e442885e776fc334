using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>How many weights remain, and which.</summary>
internal sealed class PruningOptions : IRecipeOptionGroup
{
    private const double MostExponent = 8;

    private readonly Option<int?> _weights = CountOption.Create(
        "--weights", "The weights that remain in all layers together, each where it is worth most.", 1, int.MaxValue);

    private readonly Option<double[]> _densities = new("--densities")
    {
        HelpName = "D,D,...",
        Description = "Instead: the fraction of weights that remain, one for each layer or one for all, such as 0.08,0.09,0.26.",
        CustomParser = result => NumberList.Parse(result, number => number is > 0 and <= 1, "a number above 0 and at most 1"),
    };

    private readonly Option<double[]> _sensitivities = new("--sensitivities")
    {
        HelpName = "S,S,...",
        Description = "Instead: weights below this many standard deviations of their layer are pruned.",
        CustomParser = result => NumberList.Parse(result, double.IsFinite, "a number from 0 on"),
    };

    private readonly ChoiceOption<Saliency> _score = new(
        "--score",
        "What a weight is worth: its magnitude, or the loss it would cost by a model of the curvature.",
        ("magnitude", new MagnitudeSaliency()),
        ("curvature", new CurvatureSaliency()));

    private readonly Option<double?> _rateExponent = NumberOption.Create(
        "--rate-exponent", "How strongly a weight's cost in bits counts against its worth; 0 for not at all.", number => number <= MostExponent, $"a number from 0 to {MostExponent}");

    private readonly Option<double?> _regrowth = NumberOption.Create(
        "--regrowth", "The share of weights that each round gives back to pruned ones, at the beginning.", number => number < 1, "a number from 0 to below 1");

    private readonly ChoiceOption<bool> _deadUnits = new(
        "--dead-units", "Whether weights that cannot reach the output go too.", ("keep", false), ("remove", true));

    public IReadOnlyList<Option> Options => [_weights, _densities, _sensitivities, _score, _rateExponent, _regrowth, _deadUnits];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments)
    {
        CompressionRecipe counted = ApplyCounts(recipe, arguments);
        PruningMethod method = counted.PruningMethod;
        return counted with
        {
            PruningMethod = method with
            {
                Saliency = _score.ValueOr(method.Saliency, arguments),
                RateExponent = arguments.GetValue(_rateExponent) ?? method.RateExponent,
                Regrowth = arguments.GetValue(_regrowth) ?? method.Regrowth,
                RemoveDeadUnits = _deadUnits.ValueOr(method.RemoveDeadUnits, arguments),
            },
        };
    }

    /// <summary>The option by which each layer is given a number of weights of its own, or null.</summary>
    public string? PerLayer(ParseResult arguments) => Given(arguments).FirstOrDefault(name => name != _weights.Name);

    private CompressionRecipe ApplyCounts(CompressionRecipe recipe, ParseResult arguments)
    {
        string[] given = [.. Given(arguments)];
        if (given.Length > 1)
        {
            throw new UsageException($"{string.Join(" and ", given)} exclude each other.");
        }

        if (arguments.GetValue(_weights) is int weights)
        {
            return recipe.WithTotalWeights(weights);
        }

        if (given is [string option])
        {
            PruningRule[] rules = option == _densities.Name
                ? [.. Spread(_densities, recipe, arguments).Select(density => new DensityRule(density))]
                : [.. Spread(_sensitivities, recipe, arguments).Select(sensitivity => new ThresholdRule(sensitivity))];
            return recipe.WithRules(rules);
        }

        return recipe;
    }

    private IEnumerable<string> Given(ParseResult arguments) =>
        new Option[] { _weights, _densities, _sensitivities }.Where(option => arguments.GetResult(option) is not null).Select(option => option.Name);

    private static double[] Spread(Option<double[]> option, CompressionRecipe recipe, ParseResult arguments) =>
        NumberList.Spread(arguments.GetRequiredValue(option), recipe.Layers.Length, option.Name);
}
