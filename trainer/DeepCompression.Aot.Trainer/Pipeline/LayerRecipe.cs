using System.Globalization;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>How one layer is compressed.</summary>
/// <param name="Pruning">How many of its weights remain; null where all layers share <see cref="PruningMethod.TotalWeights"/>.</param>
/// <param name="CodebookBits">The width of a codebook index before Huffman coding: b bits tell 2^b − 1 shared values apart.</param>
internal sealed record LayerRecipe(PruningRule? Pruning, int CodebookBits)
{
    public const int MaxCodebookBits = 8;

    public LayerRecipe(double density, int codebookBits)
        : this(new DensityRule(density), codebookBits)
    {
    }

    public LayerRecipe(int codebookBits)
        : this(null, codebookBits)
    {
    }

    public int CodebookBits { get; init; } = CodebookBits is >= 1 and <= MaxCodebookBits
        ? CodebookBits
        : throw new ArgumentOutOfRangeException(nameof(CodebookBits), CodebookBits, $"A codebook index takes 1 to {MaxCodebookBits} bits.");

    /// <summary>Such as <c>8%:5b</c>, or <c>5b</c> without a rule of its own.</summary>
    public override string ToString() => Pruning is null
        ? string.Create(CultureInfo.InvariantCulture, $"{CodebookBits}b")
        : string.Create(CultureInfo.InvariantCulture, $"{Pruning}:{CodebookBits}b");
}
