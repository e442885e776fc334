using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Compressing;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Verification.Comparing;
using DeepCompression.Aot.Verification.Generating;
using DeepCompression.Aot.Verification.Peer;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc verify</c>: the outputs of the code generated for a model, beside recorded ones or those of ONNX Runtime.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    /// <summary>What rounding in single precision leaves of a deep network.</summary>
    private const double UsualTolerance = 1e-4;

    private const int DefaultInputs = 5;

    private const string Recorded = "what was recorded";

    private readonly Argument<string> _model = new("MODEL") { Description = "An ONNX model, which is stored without loss for this, or an artifact, a .dcz file." };
    private readonly Option<string[]> _data = new("--data")
    {
        Description = "A folder with recorded tensors, input_0.pb, output_0.pb and so on; may be given several times. By default every test_data_set_* beside the model; where there is none, ONNX Runtime computes what is expected.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<double?> _tolerance = NumberOption.Create(
        "--tolerance",
        "How far an output may be off, as a fraction of the largest recorded value. By default 0.0001.",
        fraction => fraction <= 1,
        "a fraction from 0 to 1");

    private readonly Option<string?> _library = new("--onnx-runtime")
    {
        HelpName = "LIBRARY",
        Description = "Compare with ONNX Runtime, whose library this is, such as libonnxruntime.so.1. By default the one that "
            + $"{OnnxRuntimeLibrary.Variable} names, or that 'npm ci --ignore-scripts' in tests/DeepCompression.Aot.Benchmarks installs.",
    };

    private readonly Option<int?> _inputs = CountOption.Create(
        "--inputs", $"Compare with ONNX Runtime, for as many sets of drawn inputs; {DefaultInputs} where nothing is recorded.", 1, 1_000_000);

    private readonly Option<int?> _seed = CountOption.Create("--seed", "Decides which inputs are drawn; 1 by default.", 0, int.MaxValue);
    private readonly DimensionOption _dimensions = new();
    private readonly Option<bool> _json = CreateJsonOption();

    public VerifyCommand(Terminal terminal)
        : base(
            "verify",
            "Compiles the code generated for a model, runs it and compares every output with what was recorded, or with ONNX Runtime: the worst error of each tensor.",
            terminal,
            "deepc verify model.onnx",
            "deepc verify model.dcz --data test_data_set_0 --tolerance 0.05",
            "deepc verify model.dcz --inputs 100",
            "deepc verify speech.onnx --dim frames=49 --json")
    {
        Arguments.Add(_model);
        Option[] options = [_data, _library, _inputs, _seed, _tolerance, _dimensions, _json];
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(_inputs) is not null && arguments.GetValue(_data) is { Length: > 0 })
        {
            throw new UsageException("--inputs draws inputs, and --data has recorded ones: one of them.");
        }

        string path = arguments.GetRequiredValue(_model);
        VerifiedModel model = Load(path, arguments, cancellation);
        (string peer, IEnumerable<TensorError> errors) = Compare(model, arguments, cancellation);
        var report = VerificationReport.Of(path, peer, arguments.GetValue(_tolerance) ?? UsualTolerance, [.. errors]);
        Write(report, arguments.GetValue(_json));
        return Task.FromResult(report.Passed ? ExitCodes.Success : ExitCodes.Failure);
    }

    /// <summary>Compares with what was recorded, or with ONNX Runtime where that is asked for or nothing is recorded.</summary>
    private (string Peer, IEnumerable<TensorError> Errors) Compare(VerifiedModel model, ParseResult arguments, CancellationToken cancellation)
    {
        bool drawn = arguments.GetValue(_inputs) is not null;
        IReadOnlyList<string> folders = drawn ? [] : arguments.GetValue(_data) is { Length: > 0 } given ? given : model.RecordedFolders();
        if (folders.Count > 0 && arguments.GetValue(_library) is null)
        {
            return (Recorded, folders.SelectMany(model.Compare));
        }

        OnnxApi api = Open(model, arguments);
        using OnnxPeer peer = model.OpenPeer(api, _dimensions.Sizes(arguments));
        int seed = arguments.GetValue(_seed) ?? 1;
        IEnumerable<TensorError> errors = folders.Count > 0
            ? folders.SelectMany(folder => model.Compare(folder, peer))
            : Enumerable.Range(1, arguments.GetValue(_inputs) ?? DefaultInputs).SelectMany(set =>
            {
                cancellation.ThrowIfCancellationRequested();
                float[][] inputs = peer.Draw(seed, set);
                return model.Compare($"drawn {set}", inputs, peer.Run(inputs));
            });
        return (peer.Name, [.. errors]);
    }

    private OnnxApi Open(VerifiedModel model, ParseResult arguments)
    {
        if ((arguments.GetValue(_library) is { } library ? OnnxRuntimeLibrary.Load(library) : OnnxRuntimeLibrary.Api) is { } api)
        {
            return api;
        }

        throw new CommandException(arguments.GetValue(_inputs) is null
            ? $"{model.Path}: no folder test_data_set_0 is beside it; say with --data where recorded inputs and outputs are. {OnnxRuntimeLibrary.HowToInstall}"
            : $"{model.Path}: {OnnxRuntimeLibrary.HowToInstall}");
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
