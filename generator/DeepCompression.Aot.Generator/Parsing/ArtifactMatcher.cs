using System.Collections.Immutable;
using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>Finds the artifact that a class names: by the path that the project writes, else by its file name.</summary>
internal static class ArtifactMatcher
{
    public static Result<ModelArtifact> Find(string name, ImmutableArray<ModelArtifact> artifacts)
    {
        ModelArtifact[] byPath = [.. artifacts.Where(artifact => artifact.File.Name == name)];
        ModelArtifact[] found = byPath.Length > 0 ? byPath : [.. artifacts.Where(artifact => artifact.File.FileName == name)];
        return found.Length switch
        {
            1 => Result<ModelArtifact>.Success(found[0]),
            0 => Failure(Descriptors.NoSuchArtifact.Id, name, Available(name, artifacts)),
            _ => Failure(Descriptors.AmbiguousArtifact.Id, name, Names(found)),
        };
    }

    private static Result<ModelArtifact> Failure(string id, params string[] arguments) =>
        Result<ModelArtifact>.Failure(new Problem(id, arguments));

    private static string Available(string name, ImmutableArray<ModelArtifact> artifacts) => artifacts.IsEmpty
        ? $"the project has none: add <CompressedModel Include=\"{name}\" /> to it"
        : $"the project has {Names(artifacts)}";

    private static string Names(IEnumerable<ModelArtifact> artifacts) =>
        string.Join(", ", artifacts.Select(artifact => $"'{artifact.File.Name}'").OrderBy(name => name, StringComparer.Ordinal));
}
