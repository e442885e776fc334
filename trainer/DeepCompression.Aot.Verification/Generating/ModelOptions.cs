using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepCompression.Aot.Verification.Generating;

/// <summary>The metadata of additional files, as the targets pass it.</summary>
internal sealed class ModelOptions : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => textFile is ModelText { Name: { } name } model
        ? new Options(new()
        {
            ["build_metadata.AdditionalFiles.CompressedModel"] = name,
            ["build_metadata.AdditionalFiles.CompressedModelFullPath"] = FullPath(name),
            ["build_metadata.AdditionalFiles.CompressedModelArithmetic"] = model.Arithmetic ?? string.Empty,
            ["build_metadata.AdditionalFiles.CompressedModelBatch"] = model.Batch ?? string.Empty,
            ["build_metadata.AdditionalFiles.CompressedModelMemory"] = model.Memory ?? string.Empty,
            ["build_metadata.AdditionalFiles.CompressedModelPayload"] = model.Payload ?? string.Empty,
            ["build_metadata.AdditionalFiles.CompressedModelPlatform"] = model.Platform ?? string.Empty,
            ["build_metadata.AdditionalFiles.CompressedModelThreads"] = model.Threads ?? string.Empty,
        })
        : GlobalOptions;

    /// <summary>Where a model of that name is said to be.</summary>
    public static string FullPath(string name) => "/project/" + name.Replace('\\', '/');

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
