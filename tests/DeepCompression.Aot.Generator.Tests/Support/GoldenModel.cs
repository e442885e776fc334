using System.Text.Json;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>A golden artifact with its expected outputs, which a double-precision reference computed.</summary>
internal sealed record GoldenModel(string Name, byte[] Artifact, IReadOnlyList<GoldenSample> Samples)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The class that the tests generate for it.</summary>
    public string ClassName => "Golden." + string.Concat(Name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    public ModelText Text => TextWith(memory: null);

    /// <summary>The model as a project has it that wants its weights in some place.</summary>
    public ModelText TextWith(string? memory) => ModelText.Of(Name + ".dcz", Artifact, memory: memory);

    public static IReadOnlyList<GoldenModel> All { get; } =
    [
        .. Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*.dcz")
            .Order(StringComparer.Ordinal)
            .Select(path => new GoldenModel(
                Path.GetFileNameWithoutExtension(path),
                File.ReadAllBytes(path),
                JsonSerializer.Deserialize<SampleFile>(File.ReadAllText(Path.ChangeExtension(path, ".json")), Json)!.Samples)),
    ];

    public static GoldenModel Find(string name) => All.Single(model => model.Name == name);

    private sealed record SampleFile(GoldenSample[] Samples);
}

/// <summary>Inputs and expected outputs of one inference, each in graph order.</summary>
internal sealed record GoldenSample(float[][] Inputs, double[][] Outputs);
