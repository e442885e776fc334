namespace DeepCompression.Samples;

/// <summary>What the user can put right: the program prints the message and ends.</summary>
internal sealed class SampleException(string message, bool isUsage = false) : Exception(message)
{
    /// <summary>Whether the command line itself was wrong.</summary>
    public bool IsUsage { get; } = isUsage;
}
