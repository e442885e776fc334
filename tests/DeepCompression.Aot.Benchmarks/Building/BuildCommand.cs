using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Building;

/// <summary>The command <c>build</c>: what a network adds to the compiler of a project that names it.</summary>
internal sealed class BuildCommand : Command
{
    private const int DefaultRuns = 5;

    private readonly Option<string?> _network = NetworkOption.Create("The network");
    private readonly Option<int> _runs = new("--runs") { Description = "How often each project is compiled.", DefaultValueFactory = _ => DefaultRuns };

    public BuildCommand()
        : base("build", "Measures the compiler process of a project with a network, beside that of the same project without one, in turn.")
    {
        _network.Required = true;
        Options.Add(_network);
        Options.Add(_runs);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        output.WriteLine(MachineName.Describe());
        string folder = Directory.CreateTempSubdirectory("deepc-build-").FullName;
        try
        {
            byte[] file = NetworkCatalogue.Find(arguments.GetValue(_network)!).File;
            string artifact = Path.Combine(folder, "network.dcz");
            File.WriteAllBytes(artifact, file);
            var compiler = new CompilerRun(folder);
            compiler.Prepare();
            List<CompilerCost> without = [];
            List<CompilerCost> with = [];
            for (int run = 0; run < arguments.GetValue(_runs); run++)
            {
                without.Add(compiler.Measure(artifact: null));
                with.Add(compiler.Measure(artifact));
            }

            CompilerCost least = Least(without);
            CompilerCost most = Least(with);
            output.WriteLine($"without a network: {Describe(least)}");
            output.WriteLine(Invariant($"with one of {file.Length:N0} bytes: {Describe(most)}"));
            output.WriteLine(Invariant(
                $"added: {most.Seconds - least.Seconds:F1} s, {most.WorkSeconds - least.WorkSeconds:F1} s of processor time, {(most.PeakKibibytes - least.PeakKibibytes) / 1024} MiB"));
            output.WriteLine(Invariant($"generated C# outside of constants: {GeneratedSource.Bytes(file):N0} bytes"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The least of each, since other work on the machine can only add.</summary>
    private static CompilerCost Least(IReadOnlyList<CompilerCost> costs) =>
        new(costs.Min(cost => cost.Seconds), costs.Min(cost => cost.WorkSeconds), costs.Min(cost => cost.PeakKibibytes));

    private static string Describe(CompilerCost cost) =>
        Invariant($"{cost.Seconds:F1} s, {cost.WorkSeconds:F1} s of processor time, {cost.PeakKibibytes / 1024} MiB");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
