using System.Diagnostics;
using System.Globalization;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>Tries one input after another.</summary>
/// <param name="plan">Which.</param>
/// <param name="output">Takes progress and findings.</param>
internal sealed class FuzzRun(FuzzPlan plan, TextWriter output)
{
    private const int MostFindings = 20;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Runs to the end, or until there are too many findings to be read.</summary>
    /// <returns>How many different problems there were.</returns>
    /// <exception cref="InvalidDataException">The plan's file counts the inputs of another one.</exception>
    public int Run()
    {
        using var targets = new FuzzTargets();
        FuzzTally tally = FuzzTally.Begin(plan, targets.Composition(plan.Target));
        var source = new InputSource(plan.Seed, targets.Shares(plan.Target));
        using var watchdog = new Watchdog(plan.Folder);
        using var last = new LastInput(plan.Folder);
        if (last.Message is not null)
        {
            output.WriteLine(last.Message);
        }

        long before = tally.Tried;
        TimeSpan nextProgress = ProgressEvery;
        for (long tried = before; tried < plan.Inputs && tally.Problems.Count < MostFindings && !(_watch.Elapsed >= plan.Time); tried++)
        {
            last.Begin(plan.Seed, tally.Next);
            Try(source, tally, watchdog);
            last.End();
            if (_watch.Elapsed >= nextProgress)
            {
                Report(tally, before);
                nextProgress = _watch.Elapsed + ProgressEvery;
            }
        }

        Report(tally, before);
        output.WriteLine(tally.Table());
        return tally.Problems.Count;
    }

    private void Try(InputSource source, FuzzTally tally, Watchdog watchdog)
    {
        TimeSpan start = _watch.Elapsed;
        string name = $"seed-{plan.Seed}-input-{tally.Next}";
        FuzzInput input = source.Create(tally.Next);
        watchdog.Begin(input, name);
        (Finding? finding, bool isRefused, double allowanceUsed) = InputRules.Check(input);
        watchdog.End();
        tally.Add(input.Target.Name, isRefused, _watch.Elapsed - start, allowanceUsed);
        if (finding is not null && tally.Problems.Add(Kind(finding)))
        {
            output.WriteLine(FindingFile.Write(finding, plan.Folder, name));
        }
    }

    /// <summary>What tells problems apart: an exception by its type and place, others by their text without its numbers.</summary>
    private static string Kind(Finding finding)
    {
        string[] lines = finding.Problem.Split('\n');
        string place = lines.FirstOrDefault(line => line.TrimStart().StartsWith("at DeepCompression", StringComparison.Ordinal)) ?? string.Empty;
        string what = place.Length > 0 ? lines[0].Split(':')[0] : lines[0];
        return finding.Input.Target.Name + string.Concat((what + place).Where(letter => !char.IsAsciiDigit(letter)));
    }

    /// <summary>A line of how far the run is; the tally is kept, so that no more than what follows is lost.</summary>
    private void Report(FuzzTally tally, long before)
    {
        long tried = tally.Tried;
        double rate = (tried - before) / Math.Max(1e-3, _watch.Elapsed.TotalSeconds);
        string left = plan.Inputs == long.MaxValue || rate == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" of {plan.Inputs:N0}, {TimeSpan.FromSeconds((plan.Inputs - tried) / rate).TotalMinutes:F0} minutes left");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{tried:N0} inputs{left}, {_watch.Elapsed.TotalSeconds:F0} s, {rate:N0} a second, {tally.Problems.Count} problems"));
        if (plan.State is not null)
        {
            tally.Save(plan.State);
        }
    }
}
