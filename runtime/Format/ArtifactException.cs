namespace DeepCompression.Aot.Format;

/// <summary>Which check an artifact failed.</summary>
public enum ArtifactFault
{
    /// <summary>The file does not begin with the artifact's magic bytes.</summary>
    NotAnArtifact,

    /// <summary>The file is of a format version this build does not read.</summary>
    UnsupportedVersion,

    /// <summary>The checksum over the whole file does not match: the file was damaged or cut short.</summary>
    ChecksumMismatch,

    /// <summary>The bytes are as they were written, but break a rule of the specification (FORMAT.md).</summary>
    RuleBroken,
}

/// <summary>An artifact that cannot be trusted, with the check it failed and the place.</summary>
public sealed class ArtifactException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="fault">The check that failed.</param>
    /// <param name="message">One sentence that names the place, the problem and the remedy.</param>
    /// <param name="inner">The error this one gives more context to, if any.</param>
    public ArtifactException(ArtifactFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The check that failed.</summary>
    public ArtifactFault Fault { get; }

    /// <summary>A broken rule of the specification.</summary>
    internal static ArtifactException Rule(string message) => new(ArtifactFault.RuleBroken, message);

    /// <summary>The same error with the place where it happened before its message.</summary>
    internal ArtifactException At(string place) => new(Fault, $"{place}: {Message}", this);
}
