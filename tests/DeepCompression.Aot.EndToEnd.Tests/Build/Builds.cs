namespace DeepCompression.Aot.Tests.Build;

/// <summary>Tests that start builds run one after another: two builds at once take longer than two in turn.</summary>
[CollectionDefinition(Name)]
public sealed class Builds
{
    public const string Name = "Builds";
}
