using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>An entry of the model card that differs; null on the side that lacks it.</summary>
internal sealed record ProvenanceDifference(string Key, string? Before, string? After)
{
    public static IReadOnlyList<ProvenanceDifference> Of(Artifact before, Artifact after) =>
        [.. before.Provenance.Concat(after.Provenance).Select(entry => entry.Key).Distinct()
            .Select(key => new ProvenanceDifference(key, Value(before, key), Value(after, key)))
            .Where(entry => entry.Before != entry.After)];

    private static string? Value(Artifact artifact, string key) =>
        artifact.Provenance.Where(entry => entry.Key == key).Select(entry => entry.Value).FirstOrDefault();
}
