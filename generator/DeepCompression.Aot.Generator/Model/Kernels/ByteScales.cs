namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// How a layer computes with integers: everything stands for itself · 2^−exponent. Sums have the exponents of activations and weights
/// together; biases are shifted to theirs. Within these exponents no sum of a row takes more than 31 bits.
/// </summary>
/// <param name="WeightExponent">That of weights.</param>
/// <param name="BiasExponent">That of biases: the largest that sums may have.</param>
internal sealed record ByteScales(int WeightExponent, int BiasExponent)
{
    /// <summary>The largest exponent that the layer's input may have.</summary>
    public int LargestInputExponent => BiasExponent - WeightExponent;
}
