using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Verification.Conformance;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc conformance</c>: ONNX's operator tests, from the model to the numbers of the generated code.</summary>
internal sealed class ConformanceCommand : ToolCommand
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The folder with a folder for each test, such as ONNX's node tests." };
    private readonly Option<bool> _list = new("--list") { Description = "List every test that did not pass, with the reason." };
    private readonly Option<bool> _json = CreateJsonOption();

    public ConformanceCommand(Terminal terminal)
        : base(
            "conformance",
            "Runs ONNX's operator tests: imports each model, stores it without loss, compiles the code generated for it, and compares its outputs with the recorded ones.",
            terminal,
            "deepc conformance onnx/backend/test/data/node",
            "deepc conformance node --list",
            "deepc conformance node --json")
    {
        Arguments.Add(_folder);
        Options.Add(_list);
        Options.Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string folder = arguments.GetRequiredValue(_folder);
        IReadOnlyList<NodeTest> tests = NodeTest.Find(folder);
        using var bar = new TestProgress(Terminal, tests.Count);
        var run = new ConformanceRun(bar.Show, cancellation);
        IReadOnlyList<TestResult> results = await Task.Run(() => run.Run(tests), cancellation).ConfigureAwait(false);
        bar.Dispose();
        var report = ConformanceReport.Of(folder, results);
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            Write(report, arguments.GetValue(_list));
        }

        return report.Failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private void Write(ConformanceReport report, bool list)
    {
        Table table = PlainTable.Create("operator", "passed", "unsupported", "failed");
        foreach (OperatorConformance op in report.Operators)
        {
            table.AddRow(Markup.Escape(op.Operator), Number(op.Passed), Number(op.Unsupported), Number(op.Failed));
        }

        Terminal.OutputConsole().Write(table);
        foreach (TestResult test in report.Tests.Where(test => test.Outcome == TestOutcome.Failed || (list && test.Outcome != TestOutcome.Passed)))
        {
            Terminal.Output.WriteLine($"{(test.Outcome == TestOutcome.Failed ? "failed" : "unsupported")} {test.Name}: {test.Reason}");
        }

        Terminal.Output.WriteLine(report.Summary());
    }

    private static string Number(int count) => count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture);
}
