namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>All golden artifacts in one project, compiled once.</summary>
internal static class GoldenModels
{
    private static readonly Lazy<CompiledModels> LazyModels = new(() => CompiledModels.Of(Generate()));

    public static CompiledModels Compiled => LazyModels.Value;

    public static GeneratorRun Generate()
    {
        IEnumerable<string> classes = GoldenModel.All.Select(model =>
            $"[CompressedModel(\"{model.Name}.dcz\")] internal static partial class {model.ClassName["Golden.".Length..]};");
        return new GeneratorRun(
            $"using DeepCompression.Aot;\nnamespace Golden;\n{string.Join('\n', classes)}",
            [.. GoldenModel.All.Select(model => model.Text)]);
    }
}
