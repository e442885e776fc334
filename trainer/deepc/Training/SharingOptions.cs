using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>How weights are shared, and how they and the biases are stored.</summary>
internal sealed class SharingOptions : IRecipeOptionGroup
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

    private readonly Option<int?> _biasBits = CountOption.Create(
        "--bias-bits", "The same for biases; 0 stores each as it is.", 0, LayerRecipe.MaxCodebookBits);

    private readonly ChoiceOption<CodebookInitialisation> _initialisation = new(
        "--initialisation",
        "Where k-means starts (paper, section 3.2).",
        ("linear", CodebookInitialisation.Linear),
        ("density", CodebookInitialisation.DensityBased),
        ("forgy", CodebookInitialisation.Forgy));

    private readonly Option<double?> _entropyPrice = NumberOption.Create(
        "--entropy-price", "What a bit costs against the distance to a shared value, in variances; 0 takes the nearest.", number => number <= 1, "a number from 0 to 1");

    private readonly ChoiceOption<NumberFormat> _codebook = CreateFormat("--codebook", "How shared values are stored: in four, two or one byte.");
    private readonly ChoiceOption<NumberFormat> _biases = CreateFormat("--biases", "The same for biases.");

    private readonly ChoiceOption<CodingScheme> _coding = new(
        "--coding",
        "How weights are coded: as small as possible, with the paper's Huffman codes, or at fixed width.",
        ("huffman", CodingScheme.Huffman),
        ("paper", CodingScheme.Paper),
        ("fixed", CodingScheme.Fixed));

    public IReadOnlyList<Option> Options => [_bits, _bitsTolerance, _biasBits, _initialisation, _entropyPrice, _codebook, _biases, _coding];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => recipe with
    {
        Layers = new(ApplyBits([.. recipe.Layers], arguments)),
        BitsTolerance = ChooseTolerance(recipe.BitsTolerance, arguments),
        BiasBits = arguments.GetValue(_biasBits) is int bits ? (bits > 0 ? bits : null) : recipe.BiasBits,
        Initialisation = _initialisation.ValueOr(recipe.Initialisation, arguments),
        EntropyPrice = arguments.GetValue(_entropyPrice) ?? recipe.EntropyPrice,
        CodebookFormat = _codebook.ValueOr(recipe.CodebookFormat, arguments),
        BiasFormat = _biases.ValueOr(recipe.BiasFormat, arguments),
        Coding = _coding.ValueOr(recipe.Coding, arguments),
    };

    private static ChoiceOption<NumberFormat> CreateFormat(string name, string description) => new(
        name, description, ("single", NumberFormat.Single), ("half", NumberFormat.Half), ("tiny", NumberFormat.Tiny));

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
