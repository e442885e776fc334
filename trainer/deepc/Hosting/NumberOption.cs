using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Options whose value is a number within bounds, with a point whatever the machine's culture.</summary>
internal static class NumberOption
{
    /// <summary>An option that is null where it is not given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">Its help text.</param>
    /// <param name="allowed">Whether a finite number that is not negative can be meant.</param>
    /// <param name="rule">What a number must be, for the error.</param>
    public static Option<double?> Create(string name, string description, Func<double, bool> allowed, string rule) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => Parse(result, name, allowed, rule),
    };

    private static double? Parse(ArgumentResult result, string name, Func<double, bool> allowed, string rule)
    {
        string text = result.Tokens[0].Value;
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        if (isNumber && double.IsFinite(number) && allowed(number))
        {
            return number;
        }

        result.AddError($"'{text}' is not {rule}, as {name} takes.");
        return null;
    }
}
