using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Benchmarks.Machine;

/// <summary>What the machine calls itself.</summary>
internal static class MachineName
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>The processor's name, its family, model and stepping, since cloud machines hide the name, and the number of cores.</summary>
    public static string Describe()
    {
        string cores = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        if (!File.Exists(CpuInfo))
        {
            return $"{RuntimeInformation.ProcessArchitecture}, {cores}";
        }

        Dictionary<string, string> values = File.ReadLines(CpuInfo)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return $"{Value("model name")} (family {Value("cpu family")}, model {Value("model")}, stepping {Value("stepping")}), {cores}";

        string Value(string name) => values.GetValueOrDefault(name, "unknown");
    }
}
