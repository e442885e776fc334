namespace DeepCompression.Aot.Tasks;

/// <summary>An error of the build task: its id, and its message with numbered places for what it is about.</summary>
internal sealed class BuildError(string code, string format)
{
    /// <summary>The id, <c>DC01xx</c>; the generator's ids are below <c>DC0100</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The message, a composite format string.</summary>
    public string Format { get; } = format;
}

/// <summary>Every error of the build task.</summary>
internal static class BuildErrors
{
    /// <summary>{0} is the item, {1} the full path.</summary>
    public static readonly BuildError MissingArtifact = new(
        "DC0100",
        "CompressedModel '{0}': there is no file '{1}'. Correct the item's path (it is relative to the project), or write the artifact with 'deepc train'.");

    /// <summary>{0} is the item, {1} the limit in MiB.</summary>
    public static readonly BuildError ArtifactTooLarge = new(
        "DC0101",
        "CompressedModel '{0}': the file is larger than {1} MiB, the most that is compiled into an assembly. Check that the item names an artifact, or compress the network further.");

    /// <summary>{0} is the item, {1} the text file, {2} the system's message.</summary>
    public static readonly BuildError CannotEncode = new(
        "DC0102",
        "CompressedModel '{0}': cannot be written as '{1}': {2} Make the artifact readable and the folder writable, then build again.");
}
