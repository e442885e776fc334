namespace DeepCompression.Aot.Format;

/// <summary>One fact about how the artifact came to be.</summary>
/// <param name="Key">What the fact is about, such as one of <see cref="KnownKeys"/>.</param>
/// <param name="Value">The fact.</param>
internal readonly record struct ProvenanceEntry(string Key, string Value)
{
    /// <summary>The keys that the trainer writes; the artifact holds their place in this list, counted from 1, instead of the text.</summary>
    public static EquatableArray<string> KnownKeys { get; } = new(["data", "recipe", "seed", "deepc", "error"]);
}
