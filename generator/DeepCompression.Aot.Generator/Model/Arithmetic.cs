namespace DeepCompression.Aot.Generator.Model;

/// <summary>The numbers that a network computes with: metadata of its <c>CompressedModel</c> item.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal enum Arithmetic
{
    /// <summary>Floats throughout.</summary>
    Float32,

    /// <summary>8-bit integers in fully connected layers where that is faster; floats elsewhere, and on processors that lack what it needs.</summary>
    Int8,

    /// <summary>The same with 14-bit integers: outputs of a layer within 5·10⁻⁴ of its largest.</summary>
    Int14,
}

/// <summary>What a project writes for each.</summary>
internal static class Arithmetics
{
    private static readonly string[] Names = ["float32", "int8", "int14"];

    /// <summary>What the text says, nothing being the default; null where it says nothing known.</summary>
    public static Arithmetic? Parse(string text)
    {
        int number = text.Length == 0 ? 0 : Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return number < 0 ? null : (Arithmetic)number;
    }
}
