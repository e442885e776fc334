using DeepCompression.Aot.Benchmarks.Baselines;
using DeepCompression.Aot.Benchmarks.Startup;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>This command once more, in a process whose compiler takes the processor for one without AVX-512.</summary>
internal static class LimitedProcess
{
    /// <summary>The rows that <c>ratios</c> writes there.</summary>
    /// <param name="arguments">What follows <c>ratios --json</c>.</param>
    /// <exception cref="ExternalProgramException">It failed.</exception>
    public static IReadOnlyList<RatioRow> Rows(params string[] arguments) => RatioReport.FromJson(ExternalProgram.Run(
        "dotnet",
        [typeof(LimitedProcess).Assembly.Location, "ratios", "--json", .. arguments],
        new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = "0", [OpenBlas.CoreVariable] = OpenBlas.NewestCore }));
}
