using System.Text.Json;

namespace DeepCompression.Aot.Tests;

/// <summary>A valid golden artifact with inputs and the outputs that a reference in double precision computed for them.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Artifact">The artifact's bytes.</param>
/// <param name="Samples">Inputs with their outputs.</param>
internal sealed record GoldenCase(string Name, byte[] Artifact, IReadOnlyList<GoldenSample> Samples)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Folder => Repository.File("tests", "golden", "valid");

    /// <summary>The names of all cases, for a theory's data.</summary>
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.dcz").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static GoldenCase Load(string name)
    {
        string path = Path.Combine(Folder, name);
        return new(name, File.ReadAllBytes(path + ".dcz"), JsonSerializer.Deserialize<SampleFile>(File.ReadAllText(path + ".json"), Json)!.Samples);
    }

    private sealed record SampleFile(IReadOnlyList<GoldenSample> Samples);
}

/// <summary>One inference: the elements of each input and of each expected output, in graph order.</summary>
internal sealed record GoldenSample(float[][] Inputs, double[][] Outputs);
