namespace DeepCompression.Aot.Generator.Placement;

/// <summary>The weights of a layer, laid out.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal abstract record PlacedImage
{
    /// <summary>The names of the numbers, as the runtime's constructor has them.</summary>
    public abstract string[] Names { get; }

    /// <summary>All numbers, in the order of their names.</summary>
    public abstract Array[] Numbers { get; }

    /// <summary>Bytes of all numbers.</summary>
    public long ByteCount => Numbers.Sum(numbers => (long)Buffer.ByteLength(numbers));
}
