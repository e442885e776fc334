using System.Globalization;
using DeepCompression.Aot.Benchmarks.Startup;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Benchmarks.Building;

/// <summary>What the C# compiler took for one project, generator and all.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="WorkSeconds">Processor time, of all its threads.</param>
/// <param name="PeakKibibytes">The most resident memory.</param>
internal sealed record CompilerCost(double Seconds, double WorkSeconds, long PeakKibibytes);

/// <summary>Builds the least program with a network, and measures the compiler process alone.</summary>
internal sealed class CompilerRun
{
    private const double MicrosecondsPerSecond = 1e6;

    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;

    /// <param name="folder">A folder for what is needed meanwhile.</param>
    public CompilerRun(string folder)
    {
        _folder = folder;
        string sdk = Property("RoslynTargetsPath");
        _environment = new()
        {
            ["MEASURE"] = StartupPrograms.CompileMeasure(folder),
            ["MEASURED"] = Path.Combine(folder, "measured"),
            ["DOTNET_HOST"] = StartupPrograms.DotnetHost,
            ["COMPILER"] = Path.Combine(sdk, "bincore", "csc.dll"),
        };
    }

    /// <summary>Builds what the program refers to, so that only it is left to build.</summary>
    public void Prepare() => Build("-t:Build");

    /// <summary>Compiles the program around an artifact, or without one.</summary>
    /// <param name="artifact">The network's file, or null.</param>
    public CompilerCost Measure(string? artifact)
    {
        // What an earlier run measured must not stand for this one.
        File.Delete(_environment["MEASURED"]);
        Build(
            "-t:Rebuild", "-p:BuildProjectReferences=false", $"-p:NetworkArtifact={artifact}",
            $"-p:CscToolPath={Repository.File("tests", "DeepCompression.Aot.Benchmarks", "Building")}", "-p:CscToolExe=measured-compiler.sh");
        string last = File.ReadAllText(_environment["MEASURED"]).TrimEnd().Split('\n')[^1];
        long[] numbers = [.. last.Split(' ').Skip(1).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new CompilerCost(numbers[1] / MicrosecondsPerSecond, numbers[3] / MicrosecondsPerSecond, numbers[2]);
    }

    private void Build(params string[] arguments) => ExternalProgram.Run(
        "dotnet",
        [
            "build", StartupPrograms.NetworkProject, "-c", "Release", "-nologo", "-v", "q", "-p:UseSharedCompilation=false",
            "-o", Path.Combine(_folder, "build"), .. arguments,
        ],
        _environment);

    private static string Property(string name) => ExternalProgram.Run("dotnet", "msbuild", StartupPrograms.NetworkProject, $"-getProperty:{name}").Trim();
}
