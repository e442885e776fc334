namespace DeepCompression.Aot.Format;

/// <summary>One fact about how the artifact came to be, such as data, recipe or seed.</summary>
internal readonly record struct ProvenanceEntry(string Key, string Value);
