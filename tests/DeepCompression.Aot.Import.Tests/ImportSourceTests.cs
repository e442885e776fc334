using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Importing a model runs nothing and opens no file but the model and those with its data, which <see cref="ExternalDataTests"/> hold to its folder.</summary>
public sealed partial class ImportSourceTests
{
    private static readonly string[] Openers = ["ExternalData.cs", "OnnxFile.cs"];

    [Fact]
    public void The_importer_has_no_way_to_processes_networks_or_other_code() =>
        Assert.All(Sources(), path => Assert.DoesNotMatch(WayOut(), File.ReadAllText(path)));

    [Fact]
    public void Files_are_opened_in_two_places_alone() => Assert.Equal(
        Openers,
        Sources().Where(path => Opening().IsMatch(File.ReadAllText(path))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    private static string[] Sources() =>
        Directory.GetFiles(Repository.File("trainer", "DeepCompression.Aot.Trainer", "Import"), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"System\.(Diagnostics\.Process|Net|Reflection)\b|\b(Process|Activator|Assembly|DllImport|LibraryImport|dynamic|NativeLibrary)\b[.( \]]")]
    private static partial Regex WayOut();

    [GeneratedRegex(@"\b(File|Directory)\.|\bnew (FileStream|StreamReader|StreamWriter)\b")]
    private static partial Regex Opening();
}
