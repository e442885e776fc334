extern alias generator;

using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using DeepCompression.Aot.Format;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGenerator = generator::DeepCompression.Aot.Generator.ModelGenerator;

namespace DeepCompression.Aot.Verification.Generating;

/// <summary>The classes that the generator writes for artifacts, compiled in one assembly without a single complaint, and loaded.</summary>
internal static class GeneratedModels
{
    /// <summary>The language version of .NET 9 projects, the oldest that the runtime serves.</summary>
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(CompressedModelAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Generates, compiles and loads.</summary>
    /// <param name="artifacts">The artifacts.</param>
    /// <param name="arithmetic">What they are to compute with, as a project says it; null for floats.</param>
    /// <param name="cancellation">Ends the work between and in its steps.</param>
    /// <returns>A model for each artifact.</returns>
    /// <exception cref="GenerationException">The generator or the compiler complains of one of them.</exception>
    public static GeneratedModel[] Of(IReadOnlyList<byte[]> artifacts, string? arithmetic = null, CancellationToken cancellation = default)
    {
        Compilation output = Generate(Source(artifacts), allowUnsafe: false, [.. artifacts.Select((artifact, i) => ModelText.Of($"{i}.dcz", artifact, arithmetic))], cancellation);
        using var image = new MemoryStream();
        Require(output.Emit(image, cancellationToken: cancellation).Diagnostics);
        image.Position = 0;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromStream(image);
        return [.. artifacts.Select((_, i) => Model(assembly, i))];
    }

    /// <summary>The files that the generator adds to a source, by their names; they may be code over pointers.</summary>
    /// <exception cref="GenerationException">The generator complains.</exception>
    public static IReadOnlyDictionary<string, string> Sources(string source, ModelText[] models, CancellationToken cancellation) =>
        Generate(source, allowUnsafe: true, models, cancellation).SyntaxTrees.Skip(1).ToDictionary(tree => Path.GetFileName(tree.FilePath), tree => tree.ToString());

    /// <summary>The source, in the first tree, and what the generator adds to it.</summary>
    private static Compilation Generate(string source, bool allowUnsafe, ModelText[] models, CancellationToken cancellation)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source, ParseOptions, "Models.cs", cancellationToken: cancellation)],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: allowUnsafe,
                nullableContextOptions: NullableContextOptions.Enable,
                optimizationLevel: OptimizationLevel.Release,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], models, ParseOptions, new ModelOptions())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var problems, cancellation);
        Require(problems);
        return output;
    }

    private static void Require(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic? complaint = diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden);
        if (complaint is not null)
        {
            string reason = complaint.GetMessage(CultureInfo.InvariantCulture).Replace(ModelOptions.FullPath(""), "", StringComparison.Ordinal);
            throw new GenerationException(complaint.ToString()) { Reason = reason };
        }
    }

    /// <summary>For each artifact the class that the generator completes, and a method that hands arrays on to it as spans.</summary>
    private static string Source(IReadOnlyList<byte[]> artifacts) => string.Join('\n', artifacts.Select((bytes, i) =>
    {
        Graph graph = ArtifactReader.Read(bytes).Graph;
        IEnumerable<string> arguments = Enumerable.Range(0, graph.Inputs.Length).Select(input => $"inputs[{input}]")
            .Concat(Enumerable.Range(0, graph.Outputs.Length).Select(output => $"outputs[{output}]"));
        return $$"""
            [DeepCompression.Aot.CompressedModel("{{i}}.dcz")] static partial class Model{{i}};
            static class Call{{i}}
            {
                public const int WorkspaceLength = Model{{i}}.WorkspaceLength;
                public static void Run(float[][] inputs, float[][] outputs, float[] workspace) =>
                    Model{{i}}.Run({{string.Join(", ", arguments)}}, workspace);
            }
            """;
    }));

    private static GeneratedModel Model(Assembly assembly, int number)
    {
        Type type = assembly.GetType($"Call{number}", throwOnError: true)!;
        return new GeneratedModel(
            (int)type.GetField(nameof(GeneratedModel.WorkspaceLength))!.GetRawConstantValue()!,
            type.GetMethod(nameof(GeneratedModel.Run))!.CreateDelegate<ModelRun>());
    }
}
