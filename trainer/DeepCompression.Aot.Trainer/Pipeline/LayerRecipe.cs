using System.Globalization;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>How one layer is compressed.</summary>
/// <param name="Pruning">How many of its weights remain.</param>
/// <param name="CodebookBits">The width of a codebook index before Huffman coding: b bits tell 2^b − 1 shared values apart.</param>
internal sealed record LayerRecipe(PruningRule Pruning, int CodebookBits)
{
    public const int MaxCodebookBits = 8;

    public LayerRecipe(double density, int codebookBits)
        : this(new DensityRule(density), codebookBits)
    {
    }

    public int CodebookBits { get; init; } = CodebookBits is >= 1 and <= MaxCodebookBits
        ? CodebookBits
        : throw new ArgumentOutOfRangeException(nameof(CodebookBits), CodebookBits, $"A codebook index takes 1 to {MaxCodebookBits} bits.");

    /// <summary>Such as <c>8%:5b</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pruning}:{CodebookBits}b");
}
