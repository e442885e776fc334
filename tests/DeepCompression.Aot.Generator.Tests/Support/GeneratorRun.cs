using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>Runs the generator over a project of one source file and some models, as the compiler does.</summary>
internal sealed class GeneratorRun
{
    /// <summary>The language version of .NET 9 projects, the oldest that the runtime serves.</summary>
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(CompressedModelAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private GeneratorDriver _driver;

    public GeneratorRun(string source, params ModelText[] models)
        : this(source, allowUnsafe: false, models)
    {
    }

    public GeneratorRun(string source, bool allowUnsafe, params ModelText[] models)
    {
        Compilation = Compile([source], allowUnsafe);
        _driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            models,
            ParseOptions,
            new ModelOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Run();
    }

    /// <summary>The project without what was generated.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The project with it.</summary>
    public Compilation Output { get; private set; } = null!;

    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>The text of a generated file.</summary>
    public string Source(string hintName) => Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>Replaces the project's source and runs again.</summary>
    public void Edit(string source)
    {
        Compilation = Compilation.ReplaceSyntaxTree(Compilation.SyntaxTrees.Single(), Parse(source));
        Run();
    }

    /// <summary>Replaces a model and runs again.</summary>
    public void Replace(ModelText old, ModelText replacement)
    {
        _driver = _driver.ReplaceAdditionalText(old, replacement);
        Run();
    }

    /// <summary>Lets the compiler hand over its options anew, as an editor does when any of them may have changed, and runs again.</summary>
    public void RefreshOptions()
    {
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(new ModelOptions());
        Run();
    }

    /// <summary>Why the outputs of a step are as they are: New, Cached, Unchanged, Modified or Removed.</summary>
    public IncrementalStepRunReason[] Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs)
            ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)]
            : [];

    /// <summary>A library in which the compiler's every warning is an error.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources, bool allowUnsafe = false) => CSharpCompilation.Create(
        "Consumer" + Guid.NewGuid().ToString("N"),
        sources.Select(Parse),
        References.Value,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: allowUnsafe,
            generalDiagnosticOption: ReportDiagnostic.Error,
            warningLevel: 9999));

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions, "Consumer.cs");

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation output, out _);
        Output = output;
    }
}
