using System.Collections.Immutable;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>Names the generated files after the classes. The compiler takes names that differ only in case for one, so those are numbered.</summary>
internal static class HintNames
{
    public static IEnumerable<ModelClass> Assign(ImmutableArray<ModelClass> classes) => classes
        .Distinct()
        .OrderBy(modelClass => modelClass.FullName, StringComparer.Ordinal)
        .GroupBy(modelClass => Plain(modelClass.FullName), StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Select((modelClass, i) => modelClass with
        {
            HintName = i == 0 ? Plain(modelClass.FullName) : $"{Plain(modelClass.FullName)}-{i + 1}",
        }));

    /// <summary>A verbatim identifier's '@' may not stand in a file name.</summary>
    private static string Plain(string name) => name.Replace("@", string.Empty);
}
