using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Options whose value is a whole number within bounds.</summary>
internal static class CountOption
{
    /// <summary>An option that is null where it is not given.</summary>
    public static Option<int?> Create(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name, least, most),
    };

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"'{text}' is not a whole number from {least} to {most}, as {name} takes.");
        return null;
    }
}
