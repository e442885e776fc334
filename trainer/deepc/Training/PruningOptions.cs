using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>Which weights remain.</summary>
internal sealed class PruningOptions : IRecipeOptionGroup
{
    private const double MostExponent = 8;

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

    public IReadOnlyList<Option> Options => [_score, _rateExponent, _regrowth, _deadUnits];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments)
    {
        PruningMethod method = recipe.PruningMethod;
        return recipe with
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
}
