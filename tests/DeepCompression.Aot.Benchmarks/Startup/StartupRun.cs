using System.Globalization;
using DeepCompression.Aot.Benchmarks.Measuring;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>A program to start.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="CommandLine">The program and its arguments.</param>
/// <param name="Bytes">All files that it needs.</param>
/// <param name="Files">What these are.</param>
internal sealed record StartupContestant(string Name, string[] CommandLine, long Bytes, string Files);

/// <summary>What starting a program takes.</summary>
/// <param name="FirstAnswer">Microseconds from the start to the first answer, 20th percentile.</param>
/// <param name="End">Microseconds from the start to the end, 20th percentile.</param>
/// <param name="PeakKibibytes">The most resident memory of any run.</param>
/// <param name="PrivateKibibytes">Of a program that says so: its own memory, which no file backs, before the weights are loaded, after, and at the end.</param>
/// <param name="FileKibibytes">Of a program that says so: its pages of files after the first answer.</param>
/// <param name="RunNanoseconds">Of a program that says so: the time of an inference, 20th percentile, the least of all runs.</param>
internal sealed record StartupTimes(
    double FirstAnswer, double End, long PeakKibibytes, IReadOnlyList<long> PrivateKibibytes, long? FileKibibytes, long? RunNanoseconds);

/// <summary>Starts programs in turn.</summary>
internal static class StartupRun
{
    /// <summary>What a line with an answer says.</summary>
    public const string Marker = "is a ";

    /// <summary>The times of each program, in the order given.</summary>
    /// <param name="measure">The program of measure.c.</param>
    /// <param name="contestants">What to start.</param>
    /// <param name="runs">How often.</param>
    public static IEnumerable<(StartupContestant Contestant, StartupTimes Times)> Measure(
        string measure, IReadOnlyList<StartupContestant> contestants, int runs)
    {
        List<Measured>[] measured = [.. contestants.Select(_ => new List<Measured>())];
        for (int run = 0; run < runs; run++)
        {
            for (int i = 0; i < contestants.Count; i++)
            {
                measured[i].Add(Start(measure, contestants[i]));
            }
        }

        return contestants.Zip(measured, (contestant, numbers) => (contestant, new StartupTimes(
            Interleaving.AtPercentile([.. numbers.Select(run => (double)run.Numbers[0])]),
            Interleaving.AtPercentile([.. numbers.Select(run => (double)run.Numbers[1])]),
            numbers.Max(run => run.Numbers[2]),
            numbers[0].PrivateKibibytes,
            Least(numbers, run => run.FileKibibytes),
            Least(numbers, run => run.RunNanoseconds))));
    }

    private static Measured Start(string measure, StartupContestant contestant)
    {
        string[] lines = ExternalProgram.Run(measure, [Marker, .. contestant.CommandLine]).Split('\n');
        return new Measured(Numbers(lines, "measured "), Numbers(lines, "private "), Numbers(lines, "file "), Numbers(lines, "run "));
    }

    private static long? Least(List<Measured> runs, Func<Measured, long[]> numbers) => runs.SelectMany(numbers).Cast<long?>().Min();

    private static long[] Numbers(string[] lines, string title) => lines.LastOrDefault(line => line.StartsWith(title, StringComparison.Ordinal)) is { } line
        ? [.. line[title.Length..].Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]
        : [];

    /// <summary>What one run printed: the numbers of measure.c, and the program's own.</summary>
    private sealed record Measured(long[] Numbers, long[] PrivateKibibytes, long[] FileKibibytes, long[] RunNanoseconds);
}
