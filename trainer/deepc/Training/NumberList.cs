using System.CommandLine.Parsing;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>Option values that are numbers with commas between: one for each layer, or one for all.</summary>
internal static class NumberList
{
    /// <summary>Parses numbers with a point, whatever the machine's culture.</summary>
    /// <param name="result">The option's text.</param>
    /// <param name="allowed">Whether a number can be meant.</param>
    /// <param name="rule">What a number must be, for the error.</param>
    public static double[] Parse(ArgumentResult result, Func<double, bool> allowed, string rule)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        var numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            bool isNumber = double.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out numbers[i]);
            if (!isNumber || !allowed(numbers[i]))
            {
                result.AddError($"'{parts[i]}' is not {rule}, as {result.Argument.Name} takes with commas between.");
                return [];
            }
        }

        return numbers;
    }

    /// <summary>A number for each layer, where one stands for all.</summary>
    /// <exception cref="UsageException">There are neither one nor as many as layers.</exception>
    public static double[] Spread(double[] numbers, int layers, string option) => numbers.Length switch
    {
        1 => [.. Enumerable.Repeat(numbers[0], layers)],
        int count when count == layers => numbers,
        _ => throw new UsageException($"{option} has {numbers.Length} numbers; the network has {layers} layers with weights: give {layers}, or one for all."),
    };
}
