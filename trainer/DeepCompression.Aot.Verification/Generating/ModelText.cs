using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Verification.Generating;

/// <summary>An additional file as the build task writes it.</summary>
internal sealed class ModelText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path { get; } = path;

    /// <summary>The metadata that the targets attach, or null for a file that is no model.</summary>
    public string? Name { get; init; }

    /// <summary>The arithmetic that the project asks for, as it is written there; null for none.</summary>
    public string? Arithmetic { get; init; }

    /// <summary>The samples of a run as the project writes them; null for the default.</summary>
    public string? Batch { get; init; }

    /// <summary>Where the project wants the weights, as it is written there; null for no wish.</summary>
    public string? Memory { get; init; }

    /// <summary>The threads of a run as the project writes them; null for the default.</summary>
    public string? Threads { get; init; }

    /// <summary>The name of the resource that holds the packed weights; null where they are to be constants.</summary>
    public string? Payload { get; init; }

    /// <summary>What the project wants the network to run on, as it is written there; null for the default.</summary>
    public string? Platform { get; init; }

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    /// <summary>The text form of an artifact.</summary>
    public static ModelText Of(
        string name, byte[] artifact, string? arithmetic = null, string? batch = null, string? memory = null, string? threads = null, string? platform = null) =>
        new(PathOf(name), TextOf(artifact)) { Name = name, Arithmetic = arithmetic, Batch = batch, Memory = memory, Threads = threads, Platform = platform };

    /// <summary>A model whose text is given as it is.</summary>
    public static ModelText OfText(string name, string text) => new(PathOf(name), text) { Name = name };

    private static string PathOf(string name) => $"obj/{name}.txt";

    private static string TextOf(byte[] artifact) =>
        "DeepCompression.Aot artifact v1\n" + Convert.ToBase64String(artifact, Base64FormattingOptions.InsertLineBreaks) + "\n";
}
