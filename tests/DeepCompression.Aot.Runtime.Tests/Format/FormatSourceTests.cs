using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>Reading an artifact runs nothing and touches nothing: bytes in, values out.</summary>
public sealed partial class FormatSourceTests
{
    [Fact]
    public void The_format_has_no_way_to_files_processes_networks_or_other_code()
    {
        string[] sources = Directory.GetFiles(Repository.File("runtime", "Format"), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(sources);
        Assert.All(sources, path => Assert.DoesNotMatch(WayOut(), File.ReadAllText(path)));
    }

    [GeneratedRegex(@"System\.(IO|Diagnostics|Net|Reflection|Threading)\b|\b(File|Directory|Process|Environment|Activator|Marshal|Assembly|DllImport|LibraryImport|dynamic|unsafe)\b[.( \]]")]
    private static partial Regex WayOut();
}
