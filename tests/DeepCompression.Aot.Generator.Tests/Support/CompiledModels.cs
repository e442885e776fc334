using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>The outcome of a generator run, compiled without a single warning and loaded.</summary>
internal sealed class CompiledModels
{
    private readonly Assembly _assembly;

    public CompiledModels(GeneratorRun run)
    {
        using var image = new MemoryStream();
        var emitted = run.Output.Emit(image);
        Assert.Empty(run.Result.Diagnostics);
        string[] complaints = [.. emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info).Select(diagnostic => diagnostic.ToString())];
        Assert.True(emitted.Success && complaints.Length == 0, string.Join('\n', complaints.Take(20)));
        image.Position = 0;
        _assembly = AssemblyLoadContext.Default.LoadFromStream(image);
    }

    /// <summary>A generated class by its full name.</summary>
    public CompiledModel this[string className] => new(_assembly.GetType(className, throwOnError: true)!);
}
