using System.CommandLine;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>Options that change one side of a recipe; what is not given stays as the recipe has it.</summary>
internal interface IRecipeOptionGroup
{
    /// <summary>The options, in the order of the help text.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>The recipe with what the command line changes.</summary>
    /// <exception cref="Hosting.UsageException">Options exclude each other or do not fit the network.</exception>
    CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments);
}
