using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>Sizes for dimensions that a model only names: <c>--dim sequence=28</c>, once for each.</summary>
internal sealed class DimensionOption : Option<IReadOnlyList<KeyValuePair<string, int>>>
{
    private const int Largest = 1 << 20;

    public DimensionOption()
        : base("--dim")
    {
        Description = "The size of a dimension that the model leaves open; the first of each input, the batch, is 1 without it.";
        HelpName = "NAME=SIZE";
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value))];
    }

    /// <summary>The sizes by name; of several for one name the last.</summary>
    public Dictionary<string, int> Sizes(ParseResult arguments)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, int size) in arguments.GetValue(this) ?? [])
        {
            sizes[name] = size;
        }

        return sizes;
    }

    private static KeyValuePair<string, int> Parse(ArgumentResult result, string text)
    {
        int equals = text.LastIndexOf('=');
        if (!int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int size) || equals < 1 || size is < 1 or > Largest)
        {
            result.AddError($"'{text}' is not NAME=SIZE with a size from 1 to {Largest}, as --dim takes.");
        }

        return new(equals < 0 ? "" : text[..equals], size);
    }
}
