using DeepCompression.Aot.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>Recognises the additional files that the package's targets made of CompressedModel items.</summary>
internal static class ModelFileReader
{
    private const string NameKey = "build_metadata.AdditionalFiles.CompressedModel";
    private const string ArithmeticKey = "build_metadata.AdditionalFiles.CompressedModelArithmetic";
    private const string BatchKey = "build_metadata.AdditionalFiles.CompressedModelBatch";
    private const string MemoryKey = "build_metadata.AdditionalFiles.CompressedModelMemory";
    private const string PlatformKey = "build_metadata.AdditionalFiles.CompressedModelPlatform";
    private const string ThreadsKey = "build_metadata.AdditionalFiles.CompressedModelThreads";
    private const string PayloadKey = "build_metadata.AdditionalFiles.CompressedModelPayload";
    private const string PathKey = "build_metadata.AdditionalFiles.CompressedModelFullPath";

    /// <summary>The model file, or null for any other additional file.</summary>
    public static ModelFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        AnalyzerConfigOptions metadata = options.GetOptions(file);
        if (!metadata.TryGetValue(NameKey, out string? name) || name.Length == 0)
        {
            return null;
        }

        bool hasPath = metadata.TryGetValue(PathKey, out string? path) && path.Length > 0;
        return new ModelFile(NormalizeSeparators(Unescape(name)), Unescape(hasPath ? path! : name), file.GetText(cancellation))
        {
            Arithmetic = Text(ArithmeticKey),
            Batch = Text(BatchKey),
            Memory = Text(MemoryKey),
            Platform = Text(PlatformKey),
            Threads = Text(ThreadsKey),
            Payload = Text(PayloadKey),
        };

        string Text(string key) => metadata.TryGetValue(key, out string? text) ? Unescape(text) : string.Empty;
    }

    /// <summary>The targets escape names as in an address, since '#' and ';' would begin a comment in the compiler's configuration.</summary>
    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    /// <summary>Projects written on Windows name folders with '\'.</summary>
    public static string NormalizeSeparators(string name) => name.Replace('\\', '/');
}
