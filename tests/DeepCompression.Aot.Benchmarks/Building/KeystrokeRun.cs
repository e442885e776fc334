using System.Diagnostics;
using DeepCompression.Aot.Generator;
using DeepCompression.Aot.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepCompression.Aot.Benchmarks.Building;

/// <summary>
/// An editor's generator driver over a project of two files: one names a network, the other is being typed in. After each keystroke
/// the driver gets a compilation with one other syntax tree, as an editor hands it over.
/// </summary>
internal sealed class KeystrokeRun
{
    private const string Named = """[DeepCompression.Aot.CompressedModel("network.dcz")] internal static partial class Network;""";

    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;
    private int _typed;

    /// <summary>Opens the project: everything is generated once.</summary>
    /// <param name="models">The networks of the project, possibly none.</param>
    public KeystrokeRun(params ModelText[] models)
    {
        _compilation = GeneratorRun.Compile(models.Length == 0 ? [OtherFile(0)] : [OtherFile(0), Named]);
        _driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()], models, GeneratorRun.ParseOptions, new ModelOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.RunGenerators(_compilation);
    }

    /// <summary>The files that are generated.</summary>
    public int Files => _driver.GetRunResult().GeneratedTrees.Length;

    /// <summary>Whether a file was written, at the beginning or after the last keystroke, rather than kept.</summary>
    public bool AnythingIsNew => _driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value)
        .SelectMany(run => run.Outputs)
        .Any(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    /// <summary>Types one more letter into the other file.</summary>
    /// <returns>The milliseconds that the driver took, from a compilation to its result.</returns>
    public double Type()
    {
        SyntaxTree before = _compilation.SyntaxTrees[0];
        _compilation = _compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(OtherFile(++_typed), GeneratorRun.ParseOptions, before.FilePath));
        long start = Stopwatch.GetTimestamp();
        _driver = _driver.RunGenerators(_compilation);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string OtherFile(int letters) => $"internal static class Other {{ public static int A{new string('a', letters % 50)}() => {letters}; }}";
}
