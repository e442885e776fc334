using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepCompression.Aot.Trainer.DataFree;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>An option for all layers (<c>--bits 6</c>) or for one (<c>--bits fc1=4</c>), which may be given several times.</summary>
internal sealed class LayerOption : Option<IReadOnlyList<(string Layer, double Number)>>
{
    /// <param name="name">The option's name.</param>
    /// <param name="description">Its help text.</param>
    /// <param name="allowed">Whether a number can be meant.</param>
    /// <param name="rule">What a number must be, for the error.</param>
    public LayerOption(string name, string description, Func<double, bool> allowed, string rule)
        : base(name)
    {
        Description = description;
        HelpName = "X|LAYER=X";
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value, allowed, rule))];
    }

    /// <summary>The setting that the option's values make.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="otherwise">What holds for all layers where the option does not say.</param>
    /// <param name="convert">Makes a setting of a number.</param>
    public LayerSetting<T> Setting<T>(ParseResult arguments, T otherwise, Func<double, T> convert)
    {
        var own = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach ((string layer, double number) in arguments.GetValue(this) ?? [])
        {
            if (layer.Length == 0)
            {
                otherwise = convert(number);
            }
            else
            {
                own[layer] = convert(number);
            }
        }

        return new LayerSetting<T>(otherwise, own);
    }

    /// <summary>A layer's name may have any character, so the last '=' ends it.</summary>
    private (string Layer, double Number) Parse(ArgumentResult result, string text, Func<double, bool> allowed, string rule)
    {
        int equals = text.LastIndexOf('=');
        string number = text[(equals + 1)..];
        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        if (!isNumber || !allowed(value) || equals == 0)
        {
            result.AddError($"'{text}' is not {rule}, or LAYER= and such a number, as {Name} takes.");
        }

        return (equals < 0 ? "" : text[..equals], value);
    }
}
