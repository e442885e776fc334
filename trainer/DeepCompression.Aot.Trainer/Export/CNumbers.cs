using System.Globalization;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>What dense C computes with.</summary>
/// <param name="Element">An activation, and for integers a weight.</param>
/// <param name="Sum">A sum of products, and a bias.</param>
/// <param name="Lowest">What no activation is below.</param>
/// <param name="HasOneScale">Whether a number stands for itself in every tensor.</param>
internal sealed record CNumbers(string Element, string Sum, string Lowest, bool HasOneScale)
{
    /// <summary>Floats throughout.</summary>
    public static CNumbers Floats { get; } = new("float", "float", "-3.402823466e38f", HasOneScale: true);

    /// <summary>Bytes, with sums of 32 bits; each tensor has a power of two of its own.</summary>
    public static CNumbers Bytes { get; } = new("signed char", "int", "-128", HasOneScale: false);

    /// <summary>The array that the loops of an operator write: sums of bytes are narrowed afterwards.</summary>
    public string Target(Operator op, int value) => !HasOneScale && HasWeights(op) ? "sums" : string.Create(CultureInfo.InvariantCulture, $"v{value}");

    /// <summary>A bias as it is added to a sum.</summary>
    public string Bias(string element) => HasOneScale ? element : $"shifted({element}, shift)";

    /// <summary>Whether an operator sums products.</summary>
    public static bool HasWeights(Operator op) => op is LinearOperator or ConvolutionOperator or GroupedConvolutionOperator;
}
