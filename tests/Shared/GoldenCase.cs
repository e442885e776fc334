using System.Text.Json;

namespace DeepCompression.Aot.Tests;

/// <summary>A valid golden artifact with inputs and the outputs that a reference in double precision computed for them.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Artifact">The artifact's bytes.</param>
/// <param name="Samples">Inputs with their outputs.</param>
internal sealed record GoldenCase(string Name, byte[] Artifact, IReadOnlyList<GoldenSample> Samples)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a case by its name.</summary>
    public static GoldenCase Load(string name)
    {
        string path = Repository.File("tests", "golden", "valid", name);
        SampleFile samples = JsonSerializer.Deserialize<SampleFile>(File.ReadAllText(path + ".json"), Json)!;
        return new(name, File.ReadAllBytes(path + ".dcz"), samples.Samples);
    }

    private sealed record SampleFile(IReadOnlyList<GoldenSample> Samples);
}

/// <summary>One inference: the elements of each input and of each expected output, in graph order.</summary>
internal sealed record GoldenSample(float[][] Inputs, double[][] Outputs);
