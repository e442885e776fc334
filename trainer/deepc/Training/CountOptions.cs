using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>How many weights remain.</summary>
internal sealed class CountOptions : IRecipeOptionGroup
{
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

    public IReadOnlyList<Option> Options => [_weights, _densities, _sensitivities];

    /// <summary>The option by which each layer is given a number of weights of its own, or null.</summary>
    public string? PerLayer(ParseResult arguments) => Given(arguments).FirstOrDefault(name => name != _weights.Name);

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments)
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
