using System.Text;
using DeepCompression.Aot.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Benchmarks.Building;

/// <summary>The C# that is generated for a network whose packed weights are a resource: all that is not constants.</summary>
internal static class GeneratedSource
{
    /// <summary>The bytes of all generated files.</summary>
    /// <param name="artifact">The bytes of an artifact.</param>
    /// <exception cref="InvalidOperationException">The generator complains.</exception>
    public static long Bytes(byte[] artifact)
    {
        const string Source = """[DeepCompression.Aot.CompressedModel("network.dcz")] static partial class Network;""";
        ModelText text = ModelText.Of("network.dcz", artifact);
        GeneratorRunResult result = new GeneratorRun(
            Source, new ModelText(text.Path, text.GetText().ToString()) { Name = text.Name, Payload = "network.dcz" }).Result;
        return result.Diagnostics.Length == 0
            ? result.GeneratedSources.Sum(source => (long)Encoding.UTF8.GetByteCount(source.SourceText.ToString()))
            : throw new InvalidOperationException($"No code can be generated: {result.Diagnostics[0]}");
    }
}
