using System.Text.Json;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>The checked-in artifacts of tests/golden, by path, as the command line gets them.</summary>
internal static class GoldenFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IEnumerable<string> Valid =>
        Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*.dcz").Order(StringComparer.Ordinal);

    /// <summary>The corrupt ones, each with the part of the message that tells it from the others.</summary>
    public static IEnumerable<(string File, string Message)> Corrupt =>
        from line in File.ReadLines(Repository.File("tests", "golden", "corrupt", "expected.tsv"))
        let columns = line.Split('\t')
        select (Repository.File("tests", "golden", "corrupt", columns[0] + ".dcz"), columns[2]);

    /// <summary>Inputs, and the outputs that a double-precision reference gives for them, of a valid artifact.</summary>
    public static IReadOnlyList<GoldenSample> Samples(string file) =>
        JsonSerializer.Deserialize<GoldenSamples>(File.ReadAllBytes(Path.ChangeExtension(file, ".json")), Json)!.Samples;

    /// <summary>One sample: the values of each input and of each output.</summary>
    internal sealed record GoldenSample(float[][] Inputs, double[][] Outputs);

    private sealed record GoldenSamples(IReadOnlyList<GoldenSample> Samples);
}
