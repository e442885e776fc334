using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>An additional file as the build task writes it.</summary>
internal sealed class ModelText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path { get; } = path;

    /// <summary>The metadata that the targets attach, or null for a file that is no model.</summary>
    public string? Name { get; private init; }

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    /// <summary>The text form of an artifact.</summary>
    public static ModelText Of(string name, byte[] artifact) =>
        OfText(name, "DeepCompression.Aot artifact v1\n" + Convert.ToBase64String(artifact, Base64FormattingOptions.InsertLineBreaks) + "\n");

    /// <summary>A model whose text is given as it is.</summary>
    public static ModelText OfText(string name, string text) => new($"obj/{name}.txt", text) { Name = name };
}
