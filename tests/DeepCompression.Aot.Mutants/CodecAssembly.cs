using DeepCompression.Aot.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Mutants;

/// <summary>An assembly that is compiled again from its sources, with an error or without.</summary>
internal sealed class CodecAssembly
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.None);

    private readonly CSharpCompilation _compilation;

    private CodecAssembly(string name, CSharpCompilation compilation)
    {
        Name = name;
        _compilation = compilation;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Reads the sources of an assembly of this repository that this program was built with.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="others">Further folders with sources.</param>
    public static CodecAssembly Load(string project, params string[] others)
    {
        string name = Path.GetFileName(project);
        var trees = new List<SyntaxTree>();
        foreach (string folder in others.Prepend(project))
        {
            trees.AddRange(Sources(Repository.File(folder)).Where(path => !IsBuildOutput(path, folder)).Select(Parse));
        }

        // What the build has written itself: attributes, usings, classes of ONNX files.
        trees.AddRange(Sources(Path.Combine(Repository.File(project), "obj", Configuration, "net10.0")).Select(Parse));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release);
        return new CodecAssembly(name, CSharpCompilation.Create(name, trees, References(name), options));
    }

    /// <summary>Whether a file is one of its sources.</summary>
    public bool Has(string file) => Tree(file) is not null;

    /// <summary>The source file of an error, with it.</summary>
    /// <exception cref="InvalidDataException">The file does not say what the error replaces.</exception>
    public SyntaxTree Apply(Mutant mutant)
    {
        SyntaxTree tree = Tree(mutant.File)!;
        return tree.WithChangedText(mutant.Apply(tree.GetText()));
    }

    /// <summary>Compiles it.</summary>
    /// <param name="mutant">The error; null for none.</param>
    /// <exception cref="InvalidDataException">The error is of another kind: the sources do not compile with it, or do not say what it replaces.</exception>
    public byte[] Compile(Mutant? mutant)
    {
        CSharpCompilation compilation = _compilation;
        if (mutant is not null)
        {
            compilation = compilation.ReplaceSyntaxTree(Tree(mutant.File)!, Apply(mutant));
        }

        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(stream);
        Diagnostic? error = result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? stream.ToArray() : throw new InvalidDataException($"{mutant?.ToString() ?? Name} does not compile: {error}");
    }

    /// <summary>Debug or Release, as this program is.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private SyntaxTree? Tree(string file)
    {
        string path = Repository.File(file.Split('/'));
        return _compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == path);
    }

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), ParseOptions, path);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static bool IsBuildOutput(string path, string folder) =>
        Path.GetRelativePath(Repository.File(folder), path).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    /// <summary>What this program runs with, but for what is compiled here and what stands above it.</summary>
    private static IEnumerable<MetadataReference> References(string name) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("DeepCompression.", StringComparison.Ordinal)
                || (Path.GetFileNameWithoutExtension(path) == MutantTool.Runtime && name != MutantTool.Runtime))
            .Select(path => MetadataReference.CreateFromFile(path));
}
