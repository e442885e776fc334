using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Tests;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>What an editor shows of a diagnostic besides its message.</summary>
public sealed class DescriptorTests
{
    private static readonly string Folder = Repository.File("generator", "DeepCompression.Aot.Generator", "Diagnostics");

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_help_text_of_its_own(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(candidate => candidate.Id == id);
        string help = descriptor.Description.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.EndsWith(".", help, StringComparison.Ordinal);
        Assert.Single(Descriptors.All, other => other.Description.Equals(descriptor.Description));
        Assert.DoesNotContain("{0}", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_is_on_record_for_releases(string id) =>
        Assert.Contains($"{id} | ", File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Unshipped.md")), StringComparison.Ordinal);

    /// <summary>Every field is in the table by which problems find their descriptors.</summary>
    [Fact]
    public void No_diagnostic_is_forgotten() => Assert.Equal(
        typeof(Descriptors).GetFields().Where(field => field.FieldType == typeof(DiagnosticDescriptor)).Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id).Order(StringComparer.Ordinal),
        Descriptors.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));

    /// <summary><see cref="DiagnosticTests"/> asserts for each the text in the source that it points to.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_test_of_its_place(string id) => Assert.Contains(
        $"\"{id}\"", File.ReadAllText(Repository.File("tests", "DeepCompression.Aot.Generator.Tests", "DiagnosticTests.cs")), StringComparison.Ordinal);
}
