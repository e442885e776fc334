using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>The command <c>ratios</c>: ours against ONNX Runtime in one process.</summary>
internal sealed class RatiosCommand : Command
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuickBudget = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LimitBudget = TimeSpan.FromMilliseconds(400);

    private readonly Option<bool> _json = new("--json") { Description = "Write one JSON object per comparison, and nothing else, to standard output." };
    private readonly Option<string[]> _cases = new("--case")
    {
        HelpName = "name",
        Description = $"Only the cases of these names; may stand several times: {string.Join(", ", CaseList.All.Select(ratioCase => ratioCase.Name))}.",
    };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "Write a table at the end, as the results page has it." };
    private readonly Option<bool> _targets = new("--targets") { Description = "Only the cases that have a target." };
    private readonly Option<bool> _quick = new("--quick") { Description = "Hardly measure: to see whether everything runs." };

    public RatiosCommand()
        : base("ratios", "Times ours and ONNX Runtime in turn and prints, for each case, times and ratio, bytes read and the distance to the machine's limit.")
    {
        _cases.AcceptOnlyFromAmong([.. CaseList.All.Select(ratioCase => ratioCase.Name)]);
        Options.Add(_json);
        Options.Add(_cases);
        Options.Add(_markdown);
        Options.Add(_targets);
        Options.Add(_quick);
        Validators.Add(result =>
        {
            if (result.GetValue(_targets) && result.GetValue(_cases) is { Length: > 0 } names && !names.Any(HasTarget))
            {
                result.AddError($"--targets: {string.Join(", ", names)} has no target.");
            }
        });
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        bool json = arguments.GetValue(_json);
        bool quick = arguments.GetValue(_quick);
        string[] names = arguments.GetValue(_cases) ?? [];
        bool targets = arguments.GetValue(_targets);
        TextWriter output = arguments.InvocationConfiguration.Output;
        TextWriter notes = json ? arguments.InvocationConfiguration.Error : output;

        MachineLimits limits = MachineLimits.Measure(quick ? QuickBudget : LimitBudget);
        WriteMachine(notes, limits);
        OnnxApi? api = OnnxRuntimeLibrary.Api;
        notes.WriteLine(api is null ? OnnxRuntimeLibrary.HowToInstall : $"Baseline: ONNX Runtime {api.Version}, all graph optimisations, the same decoded weights, dense.");

        List<RatioRow> rows = [];
        IEnumerable<RatioCase> cases = CaseList.All.Where(ratioCase =>
            (names.Length == 0 || names.Contains(ratioCase.Name)) && (!targets || HasTarget(ratioCase.Name)));
        foreach (RatioCase ratioCase in cases)
        {
            IReadOnlyList<RatioRow> added = ratioCase.WithoutAvx512 && Vector512.IsHardwareAccelerated
                ? LimitedProcess.Rows(quick ? ["--case", ratioCase.Name, "--quick"] : ["--case", ratioCase.Name])
                : ratioCase.Rows(api, limits, quick ? QuickBudget : Budget);
            rows.AddRange(added);
            foreach (string line in RatioReport.Lines(added))
            {
                notes.WriteLine(line);
            }

            // What a large case leaves is not the next one's.
            GC.Collect();
        }

        if (json)
        {
            output.WriteLine(RatioReport.ToJson(rows));
        }
        else if (arguments.GetValue(_markdown))
        {
            output.WriteLine(string.Join(Environment.NewLine, RatioReport.ToMarkdown(rows)));
        }

        return 0;
    }

    private static bool HasTarget(string name) => Target.All.Any(target => target.Case == name);

    private static void WriteMachine(TextWriter notes, MachineLimits limits)
    {
        notes.WriteLine(MachineName.Describe());
        notes.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Caches {limits.Caches.L1 >> 10} KiB, {limits.Caches.L2 >> 10} KiB, {limits.Caches.L3 >> 20} MiB; clock {limits.CyclesPerSecond / 1e9:F2} GHz; read bandwidth of one and two threads in GB/s: ")
            + string.Join(", ", limits.OneThread.Keys.Select(level => string.Create(
                CultureInfo.InvariantCulture, $"{level} {limits.OneThread[level] / 1e9:F0} and {limits.TwoThreads[level] / 1e9:F0}"))));
    }
}
