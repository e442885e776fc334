using System.Reflection;
using System.Runtime.Loader;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Runtime;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>
/// The class that the generator writes for an artifact, compiled and loaded in memory: the same generator, run as the compiler runs
/// it, so that networks which are drawn at start-up are timed as those of a project are.
/// </summary>
internal sealed class GeneratedNetwork
{
    private readonly Run1To1 _run;
    private readonly float[] _workspace;

    private GeneratedNetwork(CompiledModel model)
    {
        Type = model.Type;
        _run = model.Method<Run1To1>("Run");
        _workspace = new float[model.WorkspaceLength];
        long before = LiveBytes();
        model.Load();
        WeightBytes = Math.Max(0, LiveBytes() - before);
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The memory that the unpacked weights keep; weights that are constants of the code do not count.</summary>
    public long WeightBytes { get; }

    /// <summary>Generates, compiles and loads.</summary>
    /// <param name="artifact">The bytes of an artifact with one input and one output.</param>
    /// <param name="arithmetic">What the item's metadata Arithmetic says, or null for the default.</param>
    /// <param name="threads">What its Threads says, or null.</param>
    /// <param name="memory">What its Memory says, or null.</param>
    /// <exception cref="InvalidOperationException">The generator or the compiler complains.</exception>
    public static GeneratedNetwork Of(byte[] artifact, string? arithmetic = null, string? threads = null, string? memory = null)
    {
        const string Source = """[DeepCompression.Aot.CompressedModel("network.dcz")] static partial class Network;""";
        var run = new GeneratorRun(Source, ModelText.Of("network.dcz", artifact, arithmetic, threads: threads, memory: memory));
        using var image = new MemoryStream();
        Diagnostic[] complaints = [.. run.Result.Diagnostics, .. run.Output.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (complaints.Length > 0)
        {
            throw new InvalidOperationException($"The network cannot be compiled: {complaints[0]}");
        }

        image.Position = 0;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromStream(image);
        return new GeneratedNetwork(new CompiledModel(assembly.GetType("Network", throwOnError: true)!));
    }

    /// <summary>Runs the network for one sample.</summary>
    public void Run(ReadOnlySpan<float> input, Span<float> output) => _run(input, output, _workspace);

    private static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) + AlignedMemory.NativeBytes;
    }
}
