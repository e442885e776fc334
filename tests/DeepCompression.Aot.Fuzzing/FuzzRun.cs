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

    private readonly HashSet<string> _problems = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Tried, double AllowanceUsed)> _targets = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The inputs that were tried.</summary>
    public long Tried { get; private set; }

    /// <summary>Runs to the end, or until there are too many findings to be read.</summary>
    /// <returns>How many different problems there were.</returns>
    public int Run()
    {
        using var targets = new FuzzTargets();
        var source = new InputSource(plan.Seed, targets.Shares(plan.Target));
        using var watchdog = new Watchdog(plan.Folder);
        using var last = new LastInput(plan.Folder);
        if (last.Message is not null)
        {
            output.WriteLine(last.Message);
        }

        TimeSpan nextProgress = ProgressEvery;
        for (long number = plan.First; number - plan.First < plan.Inputs && _problems.Count < MostFindings; number++)
        {
            if (_watch.Elapsed >= plan.Time)
            {
                break;
            }

            last.Begin(plan.Seed, number);
            Try(source.Create(number), number, watchdog);
            last.End();
            if (_watch.Elapsed >= nextProgress)
            {
                Report();
                nextProgress = _watch.Elapsed + ProgressEvery;
            }
        }

        Report();
        return _problems.Count;
    }

    private void Try(FuzzInput input, long number, Watchdog watchdog)
    {
        watchdog.Begin(input, $"seed-{plan.Seed}-input-{number}");
        (Finding? finding, double allowanceUsed) = InputRules.Check(input);
        watchdog.End();
        Tried++;
        (long tried, double most) = _targets.GetValueOrDefault(input.Target.Name);
        _targets[input.Target.Name] = (tried + 1, Math.Max(most, allowanceUsed));
        if (finding is not null && _problems.Add(Kind(finding)))
        {
            output.WriteLine(FindingFile.Write(finding, plan.Folder, $"seed-{plan.Seed}-input-{number}"));
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

    private void Report()
    {
        string perTarget = string.Join(", ", _targets.Select(target => string.Create(
            CultureInfo.InvariantCulture, $"{target.Key} {target.Value.Tried:N0} with up to {100 * target.Value.AllowanceUsed:F0} % of their memory")));
        double rate = Tried / Math.Max(1e-3, _watch.Elapsed.TotalSeconds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Tried:N0} inputs in {_watch.Elapsed.TotalSeconds:F0} s, {rate:N0} a second, {_problems.Count} problems: {perTarget}"));
    }
}
