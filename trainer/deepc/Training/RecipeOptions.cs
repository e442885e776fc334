using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options that change a network's recipe; what is not given stays as the recipe has it.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<int?> _seed = CountOption.Create(
        "--seed", "Seeds initial weights, dropout, shuffling, copies of images and random codebooks; equal seeds give equal files.", 0, int.MaxValue);

    private readonly CountOptions _counts = new();
    private readonly IRecipeOptionGroup[] _groups;

    /// <param name="ofLayers">Whether densities and widths of layers are among them, which a command may ask for in another way.</param>
    public RecipeOptions(bool ofLayers = true)
    {
        IRecipeOptionGroup[] common = [new PruningOptions(), new SharingOptions(), new PhaseOptions(), new AidOptions()];
        _groups = ofLayers ? [_counts, new WidthOptions(), .. common] : common;
    }

    /// <summary>The first of these options that the command line has, or null.</summary>
    public string? FirstGiven(ParseResult arguments) => _groups.SelectMany(group => group.Options).Prepend(_seed)
        .FirstOrDefault(option => arguments.GetResult(option) is not null)?.Name;

    public void AddTo(Command command)
    {
        foreach (Option option in _groups.SelectMany(group => group.Options).Prepend(_seed))
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc cref="CountOptions.PerLayer"/>
    public string? PerLayer(ParseResult arguments) => _counts.PerLayer(arguments);

    /// <summary>The recipe with what the command line changes.</summary>
    /// <exception cref="UsageException">Options exclude each other or do not fit the network.</exception>
    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => _groups.Aggregate(
        recipe with { Seed = arguments.GetValue(_seed) ?? recipe.Seed }, (changed, group) => group.Apply(changed, arguments));
}
