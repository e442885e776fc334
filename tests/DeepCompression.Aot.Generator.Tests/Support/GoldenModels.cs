namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>All golden artifacts in one project, compiled once.</summary>
internal static class GoldenModels
{
    private static readonly Lazy<CompiledModels> LazyModels = new(() => CompiledModels.Of(Generate()));

    private static readonly Lazy<CompiledModels> LazyStreaming = new(() => CompiledModels.Of(Generate("streaming")));

    private static readonly Lazy<CompiledModels> LazyReadOnly = new(() => CompiledModels.Of(Generate("readonly")));

    private static readonly Lazy<CompiledModels> LazyReadOnlyAvx512 = new(() => CompiledModels.Of(Generate("readonly-avx512")));

    public static CompiledModels Compiled => LazyModels.Value;

    /// <summary>The same with weights that are decoded in every inference.</summary>
    public static CompiledModels Streaming => LazyStreaming.Value;

    /// <summary>The same with weights that are laid out in constants for every processor.</summary>
    public static CompiledModels ReadOnly => LazyReadOnly.Value;

    /// <summary>The same with weights that are laid out in constants for AVX-512.</summary>
    public static CompiledModels ReadOnlyAvx512 => LazyReadOnlyAvx512.Value;

    public static GeneratorRun Generate(string? memory = null)
    {
        IEnumerable<string> classes = GoldenModel.All.Select(model =>
            $"[CompressedModel(\"{model.Name}.dcz\")] internal static partial class {model.ClassName["Golden.".Length..]};");
        return new GeneratorRun(
            $"using DeepCompression.Aot;\nnamespace Golden;\n{string.Join('\n', classes)}",
            [.. GoldenModel.All.Select(model => model.TextWith(memory))]);
    }
}
