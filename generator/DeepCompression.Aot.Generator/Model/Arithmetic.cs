namespace DeepCompression.Aot.Generator.Model;

/// <summary>The numbers that a network computes with: metadata of its <c>CompressedModel</c> item.</summary>
internal enum Arithmetic
{
    /// <summary>Floats throughout.</summary>
    Float32,

    /// <summary>8-bit integers in fully connected layers where that is faster; floats elsewhere, and on processors that lack what it needs.</summary>
    Int8,

    /// <summary>The same with 14-bit integers: outputs of a layer within 5·10⁻⁴ of its largest.</summary>
    Int14,
}
