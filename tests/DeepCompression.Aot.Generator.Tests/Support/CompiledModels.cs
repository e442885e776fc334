using System.Reflection;
using System.Runtime.Loader;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>Generated classes, compiled without a single warning and loaded.</summary>
internal sealed class CompiledModels
{
    private readonly Assembly _assembly;

    private CompiledModels(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        string[] complaints = [.. emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info).Select(diagnostic => diagnostic.ToString())];
        Assert.True(emitted.Success && complaints.Length == 0, string.Join('\n', complaints.Take(20)));
        image.Position = 0;
        _assembly = AssemblyLoadContext.Default.LoadFromStream(image);
    }

    /// <summary>The outcome of a generator run.</summary>
    public static CompiledModels Of(GeneratorRun run)
    {
        Assert.Empty(run.Result.Diagnostics);
        return new CompiledModels(run.Output);
    }

    /// <summary>Artifacts that were never in a file, each completing a class of the given name.</summary>
    public static CompiledModels Of(params (string ClassName, ParsedArtifact Artifact)[] models) =>
        Of([.. models.Select(model => (model.ClassName, PassList.Run(model.ClassName + ".dcz", model.Artifact, model.ClassName)))]);

    /// <summary>Plans as they are, each completing a class of the given name.</summary>
    public static CompiledModels Of(params (string ClassName, ModelPlan Plan)[] models) => new(GeneratorRun.Compile(
    [
        .. models.Select(model => $"static partial class {model.ClassName};"),
        .. models.SelectMany(model => Sources(model.ClassName, model.Plan)),
    ]));

    private static string[] Sources(string className, ModelPlan plan)
    {
        var modelClass = new ModelClass(string.Empty, EquatableArray<string>.Empty, className, plan.Name);
        return [ModelEmitter.Network(modelClass, plan), ModelEmitter.Weights(modelClass, plan)];
    }

    /// <summary>A generated class by its full name.</summary>
    public CompiledModel this[string className] => new(_assembly.GetType(className, throwOnError: true)!);
}
