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
internal sealed record StartupTimes(double FirstAnswer, double End, long PeakKibibytes);

/// <summary>Starts programs in turn.</summary>
internal static class StartupRun
{
    /// <summary>What a line with an answer says.</summary>
    private const string Marker = "is a ";

    /// <summary>The times of each program, in the order given.</summary>
    /// <param name="measure">The program of measure.c.</param>
    /// <param name="contestants">What to start.</param>
    /// <param name="runs">How often.</param>
    public static IEnumerable<(StartupContestant Contestant, StartupTimes Times)> Measure(
        string measure, IReadOnlyList<StartupContestant> contestants, int runs)
    {
        List<long[]>[] measured = [.. contestants.Select(_ => new List<long[]>())];
        for (int run = 0; run < runs; run++)
        {
            for (int i = 0; i < contestants.Count; i++)
            {
                measured[i].Add(Start(measure, contestants[i]));
            }
        }

        return contestants.Zip(measured, (contestant, numbers) => (contestant, new StartupTimes(
            Interleaving.AtPercentile([.. numbers.Select(run => (double)run[0])]),
            Interleaving.AtPercentile([.. numbers.Select(run => (double)run[1])]),
            numbers.Max(run => run[2]))));
    }

    private static long[] Start(string measure, StartupContestant contestant)
    {
        string output = ExternalProgram.Run(measure, [Marker, .. contestant.CommandLine]);
        string last = output.TrimEnd().Split('\n')[^1];
        return [.. last.Split(' ').Skip(1).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
    }
}
