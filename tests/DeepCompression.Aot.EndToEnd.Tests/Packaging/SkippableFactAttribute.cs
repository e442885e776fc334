using Xunit.Sdk;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>A fact that finds out while it runs that it cannot: it throws a <see cref="SkipException"/> with the reason, and is skipped, visibly.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("DeepCompression.Aot.Tests.Packaging.SkippableFactDiscoverer", "DeepCompression.Aot.EndToEnd.Tests")]
internal sealed class SkippableFactAttribute : FactAttribute;

/// <summary>What the machine lacks for a test, and how to get it.</summary>
internal sealed class SkipException(string reason) : Exception(reason)
{
    /// <summary>Throws where a folder of the shared data is absent.</summary>
    /// <exception cref="SkipException">Names the folder.</exception>
    public static void ThrowIfDataAreMissing(string folder)
    {
        if (new DataFactAttribute(folder).Skip is { } reason)
        {
            throw new SkipException(reason);
        }
    }

    /// <summary>Throws where a build that printed this did not find a pack on the machine's feed.</summary>
    /// <param name="output">What the build printed.</param>
    /// <param name="name">What the pack is needed for.</param>
    /// <exception cref="SkipException">Names the pack.</exception>
    public static void ThrowIfPackIsMissing(string output, string name)
    {
        string? missing = output.Split('\n').FirstOrDefault(line =>
            line.Contains("error NU1101: ", StringComparison.Ordinal) || line.Contains("error NU1102: ", StringComparison.Ordinal));
        if (missing is not null)
        {
            throw new SkipException($"{name} is not on this machine's feed: {missing.Split(": error NU110", 2)[1]["1: ".Length..].Split('[')[0].TrimEnd()}");
        }
    }
}
