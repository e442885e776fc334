using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>A file that breaks one rule.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Message">What the error's message must contain.</param>
/// <param name="Fault">The check that fails.</param>
internal sealed record CorruptCase(string Name, byte[] Bytes, string Message, ArtifactFault Fault = ArtifactFault.RuleBroken);

/// <summary>The corrupt golden artifacts, in the order of the specification's sections.</summary>
internal static class CorruptCases
{
    public static IEnumerable<CorruptCase> All() =>
        [.. EnvelopeCases.All(), .. GraphCases.All(), .. FunctionCases.All(), .. CodedTensorCases.All(), .. RawTensorCases.All(), .. DescriptionCases.All()];
}
