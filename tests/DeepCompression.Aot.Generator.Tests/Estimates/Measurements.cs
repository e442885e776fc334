using System.Globalization;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>The file of measurements: microseconds by layer and kernel.</summary>
internal static class Measurements
{
    private const string Heading = "layer,kernel,microseconds";

    private static readonly string FilePath =
        Repository.File("tests", "DeepCompression.Aot.Generator.Tests", "Estimates", "kernel-times.csv");

    public static Dictionary<(string Layer, string Kernel), double> Read() => File.ReadLines(FilePath)
        .SkipWhile(line => line != Heading)
        .Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(parts => (parts[0], parts[1]), parts => double.Parse(parts[2], CultureInfo.InvariantCulture));

    public static void Write(IEnumerable<((string Layer, string Kernel) Key, double Microseconds)> times) => File.WriteAllText(
        FilePath,
        string.Concat(times
            .Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Key.Layer},{time.Key.Kernel},{time.Microseconds:F1}"))
            .Prepend(Heading)
            .Select(line => line + '\n')));
}
