using System.Diagnostics;
using System.Globalization;
using DeepCompression.Aot.Fuzzing.Inputs;

namespace DeepCompression.Aot.Fuzzing.Rules;

/// <summary>
/// The rules that hold for every input: only the package's own errors, those about files in one line; at most a second; no more memory than
/// the target is allowed; and the same outcome twice, the second time under a culture that writes numbers otherwise.
/// </summary>
internal static class InputRules
{
    /// <summary>On a busy machine another program may have had the time of a slow run, but not of several.</summary>
    private const int MostRuns = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly CultureInfo Strange = CreateStrangeCulture();

    /// <summary>Tries an input.</summary>
    public static Verdict Check(FuzzInput input)
    {
        Observation first = Observe(input, CultureInfo.InvariantCulture);

        // Messages are in the user's culture; what is computed and printed is not.
        Observation second = Observe(input, first.IsError ? CultureInfo.InvariantCulture : Strange);
        for (int run = 2; run < MostRuns && first.Time > Longest && second.Time > Longest; run++)
        {
            second = Observe(input, CultureInfo.InvariantCulture);
        }

        string? problem = first.Problem ?? second.Problem ?? Compare(first, second, input);
        return new Verdict(problem is null ? null : new Finding(input, problem), first.IsError, (double)second.Allocated / input.Target.Allowance.Of(input.Bytes.Length));
    }

    /// <summary>Costs are those of the second run: the first also pays for methods that are compiled and tables that are filled once.</summary>
    private static string? Compare(Observation first, Observation second, FuzzInput input)
    {
        long allowed = input.Target.Allowance.Of(input.Bytes.Length);
        TimeSpan time = first.Time < second.Time ? first.Time : second.Time;
        return (first, second) switch
        {
            _ when first.Outcome != second.Outcome => $"two runs differ: '{first.Outcome}', then '{second.Outcome}'",
            _ when second.Allocated > allowed => $"{second.Allocated} bytes are allocated for an input of {input.Bytes.Length}; allowed are {allowed}",
            _ when time > Longest => $"it takes {time.TotalSeconds:F1} s; allowed is {Longest.TotalSeconds:F0} s",
            _ => null,
        };
    }

    private static Observation Observe(FuzzInput input, CultureInfo culture)
    {
        CultureInfo.CurrentCulture = culture;
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            long digest = input.Target.Run(input.Bytes);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return new Observation(digest.ToString("x", CultureInfo.InvariantCulture), allocated, watch.Elapsed, IsError: false, null);
        }
        catch (Exception exception)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return new Observation(exception.Message, allocated, watch.Elapsed, IsError: true, ProblemOf(exception, input));
        }
    }

    private static string? ProblemOf(Exception exception, FuzzInput input)
    {
        if (!input.Target.IsOwnError(exception))
        {
            return exception.ToString();
        }

        return exception is not ArgumentException && exception.Message.Any(char.IsControl) ? $"an error is not one line of plain text: {exception}" : null;
    }

    /// <summary>Not every machine has the data of real cultures; this one is stranger than all of them.</summary>
    private static CultureInfo CreateStrangeCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus ";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "'";
        return culture;
    }

    private sealed record Observation(string Outcome, long Allocated, TimeSpan Time, bool IsError, string? Problem);
}
