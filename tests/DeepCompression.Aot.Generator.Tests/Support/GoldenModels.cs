namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>All golden artifacts in one project, compiled once.</summary>
internal static class GoldenModels
{
    private static readonly Lazy<CompiledModels> LazyModels = new(() => CompiledModels.Of(Generate()));

    private static readonly Lazy<CompiledModels> LazyStreaming = new(() => CompiledModels.Of(Generate("streaming")));

    public static CompiledModels Compiled => LazyModels.Value;

    /// <summary>The same with weights that are decoded in every inference.</summary>
    public static CompiledModels Streaming => LazyStreaming.Value;

    public static GeneratorRun Generate(string? memory = null)
    {
        IEnumerable<string> classes = GoldenModel.All.Select(model =>
            $"[CompressedModel(\"{model.Name}.dcz\")] internal static partial class {model.ClassName["Golden.".Length..]};");
        return new GeneratorRun(
            $"using DeepCompression.Aot;\nnamespace Golden;\n{string.Join('\n', classes)}",
            [.. GoldenModel.All.Select(model => model.TextWith(memory))]);
    }
}
