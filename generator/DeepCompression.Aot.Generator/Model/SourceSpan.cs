using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A place in a source file, by value: a <see cref="Location"/> would keep a whole syntax tree alive between steps.</summary>
internal sealed record SourceSpan(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static SourceSpan Of(Location location) =>
        new(location.SourceTree?.FilePath ?? string.Empty, location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
