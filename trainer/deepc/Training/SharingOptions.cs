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
    private readonly Option<int?> _biasBits = CountOption.Create(
        "--bias-bits", "The width of an index into shared biases; 0 stores each as it is.", 0, LayerRecipe.MaxCodebookBits);

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

    public IReadOnlyList<Option> Options => [_biasBits, _initialisation, _entropyPrice, _codebook, _biases, _coding];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments) => recipe with
    {
        BiasBits = arguments.GetValue(_biasBits) is int bits ? (bits > 0 ? bits : null) : recipe.BiasBits,
        Initialisation = _initialisation.ValueOr(recipe.Initialisation, arguments),
        EntropyPrice = arguments.GetValue(_entropyPrice) ?? recipe.EntropyPrice,
        CodebookFormat = _codebook.ValueOr(recipe.CodebookFormat, arguments),
        BiasFormat = _biases.ValueOr(recipe.BiasFormat, arguments),
        Coding = _coding.ValueOr(recipe.Coding, arguments),
    };

    private static ChoiceOption<NumberFormat> CreateFormat(string name, string description) => new(
        name, description, ("single", NumberFormat.Single), ("half", NumberFormat.Half), ("tiny", NumberFormat.Tiny));
}
