using System.Globalization;
using System.Text.RegularExpressions;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Quickstart;

/// <summary>What the sample said of a test set.</summary>
/// <param name="Output">Its whole output.</param>
/// <param name="ErrorPercent">The images it classified wrongly, in percent.</param>
/// <param name="LatencyMicroseconds">The time per image, 20th percentile.</param>
internal sealed partial record SampleRun(string Output, double ErrorPercent, double LatencyMicroseconds)
{
    /// <summary>Reads the numbers out of the lines that begin with their names.</summary>
    /// <exception cref="CommandException">A number is missing.</exception>
    public static SampleRun Parse(string output) =>
        new(output.TrimEnd(), Number(ErrorLine().Match(output), "error", output), Number(LatencyLine().Match(output), "latency", output));

    private static double Number(Match match, string what, string output) => match.Success
        ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new CommandException($"the sample reported no {what}; it said: {output.Trim()}");

    [GeneratedRegex(@"^error\s+(\d+\.?\d*)", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^latency\s+(\d+\.?\d*)", RegexOptions.Multiline)]
    private static partial Regex LatencyLine();
}
