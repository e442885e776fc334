using System.CommandLine;
using DeepCompression.Aot.CommandLine.Compressing;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc compress</c>: an artifact of a network that was trained elsewhere.</summary>
internal sealed class CompressCommand : ToolCommand
{
    /// <summary>What <c>--keep</c> takes for every layer.</summary>
    private const string All = "all";

    private readonly Argument<string> _model = new("MODEL") { Description = "The ONNX model, a .onnx file; data files belong beside it." };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The artifact to write; by default the model's name in this folder.",
        HelpName = "FILE",
    };

    private readonly LayerOption _bits = new(
        "--bits",
        "Bits of a codebook index: each layer's weights share 2^bits − 1 values. By default 8. Layers that have no more values keep them as they are.",
        bits => bits is >= 1 and <= 8 && double.IsInteger(bits),
        "a whole number from 1 to 8");

    private readonly LayerOption _density = new(
        "--density",
        "The fraction of weights to keep, the largest by magnitude, shared out between the layers; for one layer its own. By default nothing is pruned.",
        density => density is > 0 and <= 1,
        "a fraction above 0, at most 1");

    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = $"Keep the weights of this layer exactly as they are; '{All}' for those of all layers. May be given several times.",
        HelpName = $"LAYER|{All}",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly DimensionOption _dimensions = new();
    private readonly Option<bool> _json = CreateJsonOption();

    public CompressCommand(Terminal terminal)
        : base(
            "compress",
            "Imports an ONNX model, prunes it and shares its weights without data, Huffman-codes them and writes the artifact.",
            terminal,
            "deepc compress model.onnx -o model.dcz",
            "deepc compress model.onnx --density 0.2 --bits 6 --bits fc1=4 --keep conv1",
            "deepc compress pruned.onnx --keep all",
            "deepc compress speech.onnx --dim frames=49 --json")
    {
        Arguments.Add(_model);
        Option[] options = [_output, _bits, _density, _keep, _dimensions, _json];
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetRequiredValue(_model);
        string output = arguments.GetValue(_output) ?? Path.GetFileNameWithoutExtension(model) + Artifact.Extension;
        bool json = arguments.GetValue(_json);
        TextWriter notices = json ? Terminal.Error : Terminal.Output;
        OutputFile.RequireWritable(output);

        ImportedNetwork network = GraphImporter.Import(model, new ImportOptions { Dimensions = _dimensions.Sizes(arguments) });
        foreach (string notice in network.Notices)
        {
            notices.WriteLine(notice);
        }

        var outcomes = new List<LayerOutcome>();
        byte[] artifact = DataFreeCompression.Run(network, Settings(arguments), Path.GetFileName(model), Show, cancellation);
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(output, artifact);
        Report(model, output, ArtifactReport.Of(ArtifactReader.Read(artifact), artifact.Length), outcomes, network.Notices, json);
        return Task.FromResult(ExitCodes.Success);

        void Show(LayerOutcome outcome)
        {
            outcomes.Add(outcome);
            notices.WriteLine($"{outcome.Name}: {Describe(outcome)}");
        }
    }

    private CompressionSettings Settings(ParseResult arguments)
    {
        var defaults = new CompressionSettings();
        string[] keep = arguments.GetValue(_keep) ?? [];
        return new CompressionSettings
        {
            Bits = _bits.Setting(arguments, defaults.Bits.Common, bits => (int)bits),
            Density = _density.Setting(arguments, defaults.Density.Common, density => density),
            Keep = new(keep.Contains(All), keep.Where(layer => layer != All).Distinct().ToDictionary(layer => layer, _ => true, StringComparer.Ordinal)),
        };
    }

    private static string Describe(LayerOutcome outcome) => outcome.Method switch
    {
        LayerMethod.Lossless => "its values as they are, coded",
        LayerMethod.Raw => "stored number by number",
        _ => $"weights changed by {100 * outcome.RelativeError:F2} %",
    };

    private void Report(
        string model, string output, ArtifactReport sizes, List<LayerOutcome> outcomes, IReadOnlyList<string> notices, bool json)
    {
        var report = new CompressionReport(
            model, output, sizes.FileBytes, sizes.DenseBytes, sizes.Ratio, sizes.Weights, sizes.Kept, outcomes, sizes.Layers, notices);
        if (json)
        {
            JsonReport.Write(Terminal.Output, report);
            return;
        }

        if (sizes.Layers.Count > 0)
        {
            Terminal.OutputConsole().Write(LayerTable.Create(sizes));
        }

        Terminal.Output.WriteLine(report.Summary());
    }
}
