namespace DeepCompression.Aot.Generator.Model;

/// <summary>Elements divided by a power of the mean square of the channels around them.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Channels">Its planes.</param>
/// <param name="Size">The channels that are summed over.</param>
/// <param name="Scale">What multiplies the mean of squares.</param>
/// <param name="Exponent">The power.</param>
/// <param name="Offset">What is added before.</param>
internal sealed record LocalResponseNormalizationLayer(
    int Output, int Input, int Channels, int Size, float Scale, float Exponent, float Offset) : UnaryLayer(Output, Input)
{
    public override string DefaultName => "LocalResponseNormalization";
}
