using System.Diagnostics;

namespace DeepCompression.Aot.Benchmarks.Measuring;

/// <summary>A piece of work to time.</summary>
/// <param name="Threads">The threads that it runs on.</param>
/// <param name="Run">Does it once.</param>
internal sealed record TimedWork(int Threads, Action Run);

/// <summary>
/// Times several pieces of work in turn, so that whatever else the machine does meets all of them alike: many short rounds, in each of
/// which every piece runs a few times untimed, which brings its data into whatever caches they fit, and then for about a millisecond.
/// Other work only ever adds time, so the 20th percentile of a piece's rounds is reported.
/// </summary>
internal static class Interleaving
{
    /// <summary>The percentile as a fraction.</summary>
    private const double Percentile = 0.2;

    private const int MinimumRounds = 10;
    private const int MaximumRounds = 2000;
    private const double RunMicroseconds = 1000;

    /// <summary>
    /// Untimed runs. A shared cache takes in what it has seen before: after 224 MB of other data, the runs of a layer of 6 MB took
    /// 495, 407, 281 and 280 µs. What is short has more of them, since it is the smaller part of what the caches saw.
    /// </summary>
    private const int WarmUps = 3;
    private const int WarmUpsOfShortRuns = 8;

    /// <summary>The time of each piece of work in microseconds.</summary>
    /// <param name="work">What to time.</param>
    /// <param name="budget">Time for all rounds together; there are some in any case.</param>
    public static double[] Measure(IReadOnlyList<TimedWork> work, TimeSpan budget)
    {
        int[] calls = [.. work.Select(CallsPerRun)];
        List<double>[] times = [.. work.Select(_ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinimumRounds || (round < MaximumRounds && Stopwatch.GetElapsedTime(start) < budget); round++)
        {
            for (int i = 0; i < work.Count; i++)
            {
                times[i].Add(TimeRun(work[i], calls[i]));
            }
        }

        return [.. times.Select(AtPercentile)];
    }

    /// <summary>The 20th percentile; sorts the times.</summary>
    public static double AtPercentile(List<double> times)
    {
        times.Sort();
        return times[(int)(times.Count * Percentile)];
    }

    private static int CallsPerRun(TimedWork piece)
    {
        double microseconds = Math.Min(TimeRun(piece, 1), TimeRun(piece, 1));
        return Math.Max(1, (int)(RunMicroseconds / Math.Max(microseconds, 0.01)));
    }

    private static double TimeRun(TimedWork piece, int calls)
    {
        for (int run = 0; run < (calls > 1 ? WarmUpsOfShortRuns : WarmUps); run++)
        {
            piece.Run();
        }

        return Clock.Time(piece.Threads, () =>
        {
            for (int call = 0; call < calls; call++)
            {
                piece.Run();
            }
        }) / calls;
    }
}
