using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>How many values the weights of a layer share.</summary>
internal sealed class WidthOptions : IRecipeOptionGroup
{
    /// <summary>The value of <c>--bits</c> that is no number.</summary>
    private const string Automatic = "auto";

    private readonly Option<double[]> _bits = new("--bits")
    {
        HelpName = $"B,B,...|{Automatic}",
        Description = $"The width of a codebook index, one for each layer or one for all, such as 6,6,6; '{Automatic}' measures what each layer needs.",
        CustomParser = result => result.Tokens[0].Value == Automatic ? [] : NumberList.Parse(
            result, number => number is >= 1 and <= LayerRecipe.MaxCodebookBits && double.IsInteger(number), $"a whole number from 1 to {LayerRecipe.MaxCodebookBits}"),
    };

    private readonly Option<double?> _bitsTolerance = NumberOption.Create(
        "--bits-tolerance",
        FormattableString.Invariant($"With --bits {Automatic}: the loss that sharing may add before retraining; {BitAllocation.DefaultTolerance} by default."),
        number => number <= 10,
        "a number from 0 to 10");

    public IReadOnlyList<Option> Options => [_bits, _bitsTolerance];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => recipe with
    {
        Layers = new(ApplyBits([.. recipe.Layers], arguments)),
        BitsTolerance = ChooseTolerance(recipe.BitsTolerance, arguments),
    };

    /// <summary>The tolerance of automatic widths, or null where they are given.</summary>
    private double? ChooseTolerance(double? tolerance, ParseResult arguments)
    {
        bool isAutomatic = arguments.GetResult(_bits) is null ? tolerance is not null : arguments.GetRequiredValue(_bits).Length == 0;
        double? given = arguments.GetValue(_bitsTolerance);
        if (given is not null && !isAutomatic)
        {
            throw new UsageException($"{_bitsTolerance.Name} needs {_bits.Name} {Automatic}.");
        }

        return isAutomatic ? given ?? tolerance ?? BitAllocation.DefaultTolerance : null;
    }

    private LayerRecipe[] ApplyBits(LayerRecipe[] layers, ParseResult arguments)
    {
        if (arguments.GetResult(_bits) is null || arguments.GetRequiredValue(_bits).Length == 0)
        {
            return layers;
        }

        double[] spread = NumberList.Spread(arguments.GetRequiredValue(_bits), layers.Length, _bits.Name);
        return [.. layers.Select((layer, i) => layer with { CodebookBits = (int)spread[i] })];
    }
}
