using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Compressing;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Verification.Comparing;
using DeepCompression.Aot.Verification.Generating;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc verify</c>: the outputs of the code generated for a model, beside recorded ones.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    /// <summary>What rounding in single precision leaves of a deep network.</summary>
    private const double UsualTolerance = 1e-4;

    private readonly Argument<string> _model = new("MODEL") { Description = "An ONNX model, which is stored without loss for this, or an artifact, a .dcz file." };
    private readonly Option<string[]> _data = new("--data")
    {
        Description = "A folder with recorded tensors, input_0.pb, output_0.pb and so on; may be given several times. By default every test_data_set_* beside the model.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<double?> _tolerance = NumberOption.Create(
        "--tolerance",
        "How far an output may be off, as a fraction of the largest recorded value. By default 0.0001.",
        fraction => fraction <= 1,
        "a fraction from 0 to 1");

    private readonly DimensionOption _dimensions = new();
    private readonly Option<bool> _json = CreateJsonOption();

    public VerifyCommand(Terminal terminal)
        : base(
            "verify",
            "Compiles the code generated for a model, runs it and compares every output with what was recorded: the worst error of each tensor.",
            terminal,
            "deepc verify model.onnx",
            "deepc verify model.dcz --data test_data_set_0 --tolerance 0.05",
            "deepc verify speech.onnx --dim frames=49 --json")
    {
        Arguments.Add(_model);
        Option[] options = [_data, _tolerance, _dimensions, _json];
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_model);
        VerifiedModel model = Load(path, arguments, cancellation);
        IReadOnlyList<string> folders = arguments.GetValue(_data) is { Length: > 0 } given ? given : model.RecordedFolders();
        if (folders.Count == 0)
        {
            throw new CommandException($"{path}: no folder test_data_set_0 is beside it; say with --data where recorded inputs and outputs are");
        }

        TensorError[] errors = [.. folders.SelectMany(model.Compare)];
        var report = VerificationReport.Of(path, arguments.GetValue(_tolerance) ?? UsualTolerance, errors);
        Write(report, arguments.GetValue(_json));
        return Task.FromResult(report.Passed ? ExitCodes.Success : ExitCodes.Failure);
    }

    private VerifiedModel Load(string path, ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            return VerifiedModel.Load(path, _dimensions.Sizes(arguments), cancellation);
        }
        catch (GenerationException exception)
        {
            throw new CommandException($"{path}: no code can be generated for it: {exception.Message}", exception);
        }
    }

    private void Write(VerificationReport report, bool json)
    {
        if (json)
        {
            JsonReport.Write(Terminal.Output, report);
            return;
        }

        Table table = PlainTable.Create("data", "output", "elements", "largest", "worst error", "of the largest");
        foreach (TensorError error in report.Tensors)
        {
            table.AddRow(
                Markup.Escape(error.DataSet),
                error.Output.ToString(CultureInfo.InvariantCulture),
                error.Elements.ToString("N0", CultureInfo.InvariantCulture),
                error.Largest.ToString("G4", CultureInfo.InvariantCulture),
                error.Worst.ToString("G3", CultureInfo.InvariantCulture),
                error.Relative.ToString("G3", CultureInfo.InvariantCulture));
        }

        Terminal.OutputConsole().Write(table);
        Terminal.Output.WriteLine(report.Summary());
    }
}
