using System.CommandLine;
using DeepCompression.Aot.CommandLine.Compressing;
using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Calibration;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Pipeline;
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
    private readonly Option<string?> _data = new("--data")
    {
        HelpName = DataSource.HelpName,
        Description = $"Samples to calibrate or retrain on: {DataSource.Description} Without it the network is compressed by its weights alone.",
    };

    private readonly Option<bool> _download = DataSource.CreateDownloadOption();
    private readonly ImageOptions _images = new(isTraining: true);
    private readonly Option<int?> _samples = CountOption.Create(
        "--samples", $"The most samples to calibrate on; by default {ActivationRanges.MostSamples}, fewer for a network of much work.", 1, 100_000);

    private readonly Option<double?> _change = NumberOption.Create(
        "--target-change",
        "With --data: choose densities and bits so that the outputs change by at most this many percent, root mean square.",
        number => number is > 0 and <= 100,
        "a number above 0, at most 100");

    private readonly Option<bool> _retrain = new("--retrain")
    {
        Description = "With labelled --data: retrain while weights are pruned and shared, as train does.",
    };

    private readonly ContractOptions _contract = new();
    private readonly SearchOptions _search = new();
    private readonly RecipeOptions _recipe = new(ofLayers: false);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = CreateJsonOption();

    public CompressCommand(Terminal terminal)
        : base(
            "compress",
            "Imports an ONNX model, prunes it and shares its weights, without data or with, Huffman-codes them and writes the artifact.",
            terminal,
            "deepc compress model.onnx -o model.dcz",
            "deepc compress model.onnx --density 0.2 --bits 6 --bits fc1=4 --keep conv1",
            "deepc compress pruned.onnx --keep all",
            "deepc compress model.onnx --target-ratio 10",
            "deepc compress model.onnx --data samples.npz --target-change 5 --scale 1/255",
            "deepc compress mnist.onnx --data mnist --scale 1 --retrain --density 0.05 --bits 4",
            "deepc compress alexnet.onnx --data ~/imagenet --retrain --batch 32 --engine torch",
            "deepc compress flowers.onnx --data ~/flowers --mean 0.5 --std 0.5 --target-change 5",
            "deepc compress speech.onnx --dim frames=49 --json")
    {
        Arguments.Add(_model);
        Option[] options = [_output, _bits, _density, _keep, _dimensions, .. _contract.Options, _data, _download, .. _images.Options, _samples, _change];
        foreach (Option option in options)
        {
            Options.Add(option);
        }

        _search.AddTo(this);
        Options.Add(_retrain);
        _recipe.AddTo(this);
        foreach (Option option in _engine.Options)
        {
            Options.Add(option);
        }

        Options.Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string model = arguments.GetRequiredValue(_model);
        string output = arguments.GetValue(_output) ?? Path.GetFileNameWithoutExtension(model) + Artifact.Extension;
        RequireTogether(arguments);
        OutputFile.RequireWritable(output);
        var screen = new TrainingScreen(Terminal, arguments.GetValue(_json));
        ImportedNetwork network = GraphImporter.Import(model, new ImportOptions { Dimensions = _dimensions.Sizes(arguments) });
        foreach (string notice in network.Notices)
        {
            screen.Notices.WriteLine(notice);
        }

        DataFreeCompression.RequireKnown(network, Settings(arguments));
        ImportData? data = arguments.GetValue(_data) is { } name ? await OpenAsync(name, model, network, arguments, screen, cancellation).ConfigureAwait(false) : null;
        return arguments.GetValue(_retrain)
            ? await RetrainAsync(model, output, network, data!, arguments, screen, cancellation).ConfigureAwait(false)
            : Compress(model, output, network, data, arguments, screen, cancellation);
    }

    /// <summary>Refuses options that need others, before any work.</summary>
    private void RequireTogether(ParseResult arguments)
    {
        bool hasData = arguments.GetValue(_data) is not null;
        bool retrains = arguments.GetValue(_retrain);
        Option[] needData = [_download, _samples, _change, _retrain];
        string? withoutData = needData.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name
            ?? (_search.Error(arguments) is null ? null : SearchOptions.ErrorName);
        if (withoutData is not null && !hasData)
        {
            throw new UsageException($"{withoutData} needs {_data.Name}.");
        }

        if (!retrains && (_recipe.FirstGiven(arguments) ?? _images.FirstOfTraining(arguments) ?? (_search.Trials(arguments) is null ? null : SearchOptions.TrialsName)) is { } alone)
        {
            throw new UsageException($"{alone} needs {_retrain.Name}.");
        }

        if (retrains && arguments.GetValue(_change) is not null)
        {
            throw new UsageException($"{_change.Name} and {_retrain.Name} exclude each other; {SearchOptions.ErrorName} limits the error of a retrained network.");
        }

        var target = Target(arguments);
        if (new[] { target.Ratio, target.ErrorPercent, target.ChangePercent }.Count(given => given is not null) > 1)
        {
            throw new UsageException($"{SearchOptions.RatioName}, {SearchOptions.ErrorName} and {_change.Name} exclude each other.");
        }
    }

    private CompressionTarget Target(ParseResult arguments) =>
        new(_search.Ratio(arguments), _search.Error(arguments), arguments.GetValue(_change));

    private async Task<ImportData> OpenAsync(
        string name, string model, ImportedNetwork network, ParseResult arguments, TrainingScreen screen, CancellationToken cancellation)
    {
        if (network.Graph.Inputs.Length != 1 || network.Graph.Outputs.Length != 1)
        {
            throw new CommandException(
                $"{model}: the network has {network.Graph.Inputs.Length} inputs and {network.Graph.Outputs.Length} outputs; {_data.Name} is for networks with one of each");
        }

        DataSource source = _images.Apply(new DataSource(name) { Network = network.Graph.Inputs[0] }, arguments, screen.Notices);
        if (arguments.GetValue(_download))
        {
            await source.DownloadAsync(screen.Notices, cancellation).ConfigureAwait(false);
        }

        return new ImportData(model, network.Graph, source, Labels(network, arguments));
    }

    private string[]? Labels(ImportedNetwork network, ParseResult arguments) =>
        _contract.Labels(arguments, ShapeInference.Infer(network.Graph)[network.Graph.Outputs[0]].ElementCount);

    private int Compress(
        string model, string output, ImportedNetwork network, ImportData? data, ParseResult arguments, TrainingScreen screen, CancellationToken cancellation)
    {
        CompressionTarget target = Target(arguments);
        int count = arguments.GetValue(_samples) ?? ActivationRanges.DefaultSamples(network.Graph);
        DatasetSplits? splits = target.ErrorPercent is null ? null : data!.LoadSplits(cancellation);
        Dataset? samples = splits?.Train.Thinned(count).Held(cancellation) ?? data?.LoadSamples(count, cancellation);
        InputContract? contract = Contract(network, samples, arguments, screen);
        var job = new CompressionJob(model, network, Settings(arguments), target)
        {
            Contract = contract,
            Calibration = samples is null ? null : ImportData.Normalised(samples, contract),
            Validation = splits is null ? null : ImportData.Normalised(splits.Validation, contract),
            Engine = _engine.Create(arguments),
        };
        var outcomes = new List<LayerOutcome>();
        (byte[] artifact, double? change) = job.Run(Show, cancellation);
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(output, artifact);
        var sizes = ArtifactReport.Of(ArtifactReader.Read(artifact), artifact.Length);
        Report(CompressionReport.Of(model, output, sizes, outcomes, network.Notices) with { ChangePercent = change }, sizes, arguments.GetValue(_json));
        return ExitCodes.Success;

        void Show(LayerOutcome outcome)
        {
            outcomes.Add(outcome);
            screen.Notices.WriteLine($"{outcome.Name}: {Describe(outcome)}");
        }
    }

    private async Task<int> RetrainAsync(
        string model, string output, ImportedNetwork network, ImportData data, ParseResult arguments, TrainingScreen screen, CancellationToken cancellation)
    {
        DatasetSplits splits = data.LoadSplits(cancellation);
        InputContract? contract = Contract(network, splits.Train, arguments, screen);
        CompressionSettings settings = Settings(arguments);
        ITrainingEngine engine = _engine.Create(arguments);
        var retraining = Retraining.Prepare(model, network, settings, contract, engine);
        CompressionRecipe recipe = _recipe.Apply(retraining.Recipe, arguments);
        string? perLayer = settings.Density.Own.Count > 0 ? $"{_density.Name} of a layer" : null;
        SearchPlan? plan = _search.Plan(retraining.Network, perLayer, arguments);
        if (plan is not null && arguments.GetResult(_density) is null)
        {
            // The search starts where it does for a network that says nothing of its weights.
            recipe = recipe with { PruningMethod = recipe.PruningMethod with { TotalWeights = null } };
        }

        var job = new TrainingJob(retraining.Network, recipe) { Output = output, Engine = engine };
        DatasetSplits normalised = ImportData.Normalised(splits, contract);
        TrainingReport report = plan is null
            ? await job.RunAsync(normalised, screen, cancellation).ConfigureAwait(false)
            : await new SearchJob(job, plan).RunAsync(normalised, screen, cancellation).ConfigureAwait(false);
        Artifact artifact = ArtifactFile.Load(output);
        var sizes = ArtifactReport.Of(artifact, report.FileBytes);
        Report(
            CompressionReport.Of(model, output, sizes, retraining.Outcomes(network, artifact), network.Notices) with { Retraining = RetrainingReport.Of(report) },
            sizes,
            arguments.GetValue(_json));
        return ExitCodes.Success;
    }

    private InputContract? Contract(ImportedNetwork network, Dataset? images, ParseResult arguments, TrainingScreen screen)
    {
        IReadOnlyList<string>? labels = Labels(network, arguments) ?? (images is { HasLabels: true } ? images.ClassNames : null);
        InputContract? contract = _contract.Contract(arguments, network.Graph, labels, images);
        if (contract is not null && images is { HasBytes: true } && _contract.Assumption(arguments, contract, images) is { } assumption)
        {
            screen.Notices.WriteLine(assumption);
        }

        return contract;
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

    private void Report(CompressionReport report, ArtifactReport sizes, bool json)
    {
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
