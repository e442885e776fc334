using System.Reflection;
using System.Runtime.Loader;
using DeepCompression.Aot.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>The classes that the generator writes for artifacts, compiled without a single warning and loaded.</summary>
internal sealed class GeneratedClasses
{
    private readonly Assembly _assembly;

    private GeneratedClasses(Assembly assembly) => _assembly = assembly;

    /// <summary>Classes called Model0, Model1 and so on, all in one assembly.</summary>
    public static GeneratedClasses Of(params IReadOnlyList<byte[]> artifacts)
    {
        IEnumerable<string> classes = artifacts.Select((_, i) => $"""[DeepCompression.Aot.CompressedModel("{i}.dcz")] static partial class Model{i};""");
        var run = new GeneratorRun(string.Join('\n', classes), [.. artifacts.Select((artifact, i) => ModelText.Of($"{i}.dcz", artifact))]);
        using var image = new MemoryStream();
        string[] complaints = [.. run.Result.Diagnostics.Concat(run.Output.Emit(image).Diagnostics)
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Select(diagnostic => diagnostic.ToString()).Take(5)];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
        image.Position = 0;
        return new GeneratedClasses(AssemblyLoadContext.Default.LoadFromStream(image));
    }

    public CompiledModel this[int number] => new(_assembly.GetType($"Model{number}", throwOnError: true)!);
}
