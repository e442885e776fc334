namespace DeepCompression.Aot.Generator.Model;

/// <summary>Where weights are while a network runs: metadata of its <c>CompressedModel</c> item.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal enum WeightMemory
{
    /// <summary>Unpacked once, in the form that the fastest kernel wants.</summary>
    Unpacked,

    /// <summary>Nowhere but in the packed constants: decoded in every inference.</summary>
    Streaming,

    /// <summary>
    /// Those of fully connected layers and convolutions laid out in constants, in a form for every processor; others unpacked. On a
    /// microcontroller all of them are.
    /// </summary>
    ReadOnly,

    /// <summary>The same in forms for AVX-512, which run slowly on processors without it.</summary>
    ReadOnlyAvx512,
}

/// <summary>What a project writes for each.</summary>
internal static class WeightMemories
{
    private static readonly string[] Names = ["unpacked", "streaming", "readonly", "readonly-avx512"];

    /// <summary>What the text says, nothing being the default; null where it says nothing known.</summary>
    public static WeightMemory? Parse(string text)
    {
        int number = text.Length == 0 ? 0 : Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return number < 0 ? null : (WeightMemory)number;
    }

    /// <summary>How a project writes it.</summary>
    public static string Name(this WeightMemory memory) => Names[(int)memory];

    /// <summary>Whether layouts are constants.</summary>
    public static bool IsReadOnly(this WeightMemory memory) => memory is WeightMemory.ReadOnly or WeightMemory.ReadOnlyAvx512;
}
