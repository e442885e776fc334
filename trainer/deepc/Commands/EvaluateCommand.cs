using System.CommandLine;
using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Evaluating;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Inference;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc evaluate</c>: the error of an artifact, as decoded from its file, on test images.</summary>
internal sealed class EvaluateCommand : ToolCommand
{
    private readonly Argument<string> _file = CreateFileArgument();
    private readonly Option<string?> _data = new("--data")
    {
        HelpName = DataSource.HelpName,
        Description = $"The test images: {DataSource.Description} By default what the artifact says it was trained on.",
    };

    private readonly Option<bool> _download = DataSource.CreateDownloadOption();
    private readonly Option<string?> _predictions = new("--predictions")
    {
        Description = "Write the predicted class of each image to this file, one per line.",
        HelpName = "OUT",
    };

    private readonly Option<string?> _logits = new("--logits")
    {
        Description = "Write the outputs for each image to this file, as little-endian float32 numbers.",
        HelpName = "OUT",
    };

    private readonly ImageOptions _images = new(isTraining: false);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = CreateJsonOption();

    public EvaluateCommand(Terminal terminal)
        : base(
            "evaluate",
            "Measures the error of an artifact, as decoded from its file, on a test set.",
            terminal,
            "deepc evaluate lenet-300-100.dcz",
            "deepc evaluate lenet-300-100.dcz --data ~/mnist --predictions classes.txt --json")
    {
        Arguments.Add(_file);
        Option[] options = [_data, _download, .. _images.Options, _predictions, _logits, .. _engine.Options, _json];
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Artifact artifact = ArtifactFile.Load(file);
        using var network = new DecodedNetwork(file, artifact, _engine.Create(arguments));
        DataSource source = arguments.GetValue(_data) is { } name ? new DataSource(name) { Network = artifact.Graph.Inputs[0] } : DataSource.Of(artifact, file);
        if (arguments.GetValue(_download))
        {
            await source.DownloadAsync(Terminal.Error, cancellation).ConfigureAwait(false);
        }

        Dataset images = _images.Apply(source, arguments, Terminal.Error).LoadTest(network.ClassNames);
        (EvaluationResult result, float[] logits) = network.Evaluate(images, cancellation);
        if (arguments.GetValue(_predictions) is { } predictionsFile)
        {
            ArtifactFile.Save(predictionsFile, OutputFiles.Lines(result.Predictions));
        }

        if (arguments.GetValue(_logits) is { } logitsFile)
        {
            ArtifactFile.Save(logitsFile, LittleEndian.Bytes(logits));
        }

        Report(arguments, new EvaluationReport(file, new FileInfo(file).Length, images.Name, images.Count, result.Errors));
        return ExitCodes.Success;
    }

    private void Report(ParseResult arguments, EvaluationReport report)
    {
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            Terminal.Output.WriteLine(report.Summary());
        }
    }
}
