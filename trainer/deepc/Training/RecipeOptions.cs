using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options that change a network's recipe; what is not given stays as the recipe has it.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<int?> _seed = CountOption.Create(
        "--seed", "Seeds initial weights, dropout, shuffling, copies of images and random codebooks; equal seeds give equal files.", 0, int.MaxValue);

    private readonly PruningOptions _pruning = new();
    private readonly IRecipeOptionGroup[] _groups;

    public RecipeOptions() => _groups = [_pruning, new SharingOptions(), new PhaseOptions(), new AidOptions()];

    public void AddTo(Command command)
    {
        foreach (Option option in _groups.SelectMany(group => group.Options).Prepend(_seed))
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc cref="PruningOptions.PerLayer"/>
    public string? PerLayer(ParseResult arguments) => _pruning.PerLayer(arguments);

    /// <summary>The recipe with what the command line changes.</summary>
    /// <exception cref="UsageException">Options exclude each other or do not fit the network.</exception>
    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => _groups.Aggregate(
        recipe with { Seed = arguments.GetValue(_seed) ?? recipe.Seed }, (changed, group) => group.Apply(changed, arguments));
}
