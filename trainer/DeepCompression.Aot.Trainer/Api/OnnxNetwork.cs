using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Calibration;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Import;

namespace DeepCompression.Aot.Trainer;

/// <summary>A network that was trained elsewhere, read from an ONNX model. Immutable.</summary>
public sealed class OnnxNetwork
{
    private readonly string _path;
    private readonly ImportedNetwork _network;

    private OnnxNetwork(string path, ImportedNetwork network)
    {
        _path = path;
        _network = network;
    }

    /// <summary>What was left out or assumed when the model was read, a sentence each.</summary>
    public IReadOnlyList<string> Notices => _network.Notices;

    /// <summary>The names of the layers that have weights to compress, in the order in which they run.</summary>
    public IReadOnlyList<string> Layers => [.. DataFreeCompression.Layers(_network).OrderBy(layer => layer.Key).Select(layer => layer.Value)];

    /// <summary>The shape of each input without the batch.</summary>
    public IReadOnlyList<IReadOnlyList<int>> InputShapes => [.. _network.Graph.Inputs.Select(shape => (int[])[.. shape.Dimensions])];

    /// <summary>Reads a model; nothing in it is run, and no file outside its folder is opened.</summary>
    /// <param name="path">The <c>.onnx</c> file; its external data belong beside it.</param>
    /// <param name="dimensions">Sizes of dimensions that the model names but does not fix, by name; the batch is left out.</param>
    /// <exception cref="ImportException">The file is no model, or uses what cannot be imported: every such node is named.</exception>
    public static OnnxNetwork Load(string path, IReadOnlyDictionary<string, int>? dimensions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new OnnxNetwork(path, GraphImporter.Import(path, new ImportOptions { Dimensions = dimensions ?? new Dictionary<string, int>() }));
    }

    /// <summary>Prunes the network, shares its weights and Huffman-codes them (Deep Compression, figure 1), without training it.</summary>
    /// <param name="options">How; by default nothing is pruned, and weights share 255 values a layer.</param>
    /// <param name="progress">Told what became of each layer.</param>
    /// <param name="cancellation">Asked between layers and batches.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or options exclude each other.</exception>
    /// <exception cref="ImportException">An option names no layer of the network, or the format cannot hold it.</exception>
    /// <exception cref="NetworkException">The samples are not the network's, or the target cannot be met.</exception>
    public NetworkArtifact Compress(
        CompressionOptions? options = null, IProgress<LayerOutcome>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new CompressionOptions();
        CompressionSettings settings = OptionRules.Settings(options);
        DataFreeCompression.RequireKnown(_network, settings);
        Dataset? samples = options.Samples?.Thinned(ActivationRanges.DefaultSamples(_network.Graph));
        if (samples is not null)
        {
            RequireOneInput();
            DataCheck.RequireFit(_path, _network.Graph.Inputs[0], samples);
        }

        var job = new CompressionJob(_path, _network, settings, new CompressionTarget(options.TargetRatio, null, options.TargetChangePercent))
        {
            Contract = Contract(samples, options.Labels),
            Calibration = samples,
            Engine = new ManagedEngine(options.Threads),
        };
        (byte[] artifact, _) = job.Run(outcome => progress?.Report(outcome), cancellation);
        return NetworkArtifact.Of(Path.GetFileNameWithoutExtension(_path), artifact);
    }

    /// <summary>How raw bytes become inputs, as the samples have it; null where they are the network's inputs as they are.</summary>
    private InputContract? Contract(Dataset? samples, IReadOnlyList<string>? labels)
    {
        labels ??= samples is { HasLabels: true } ? samples.ClassNames : null;
        if (labels is not null && labels.Count != ShapeInference.Infer(_network.Graph)[_network.Graph.Outputs[0]].ElementCount)
        {
            throw new NetworkException($"{_path}: there are {labels.Count} labels, but the network has another number of outputs; give one name for each");
        }

        if (samples is not { HasBytes: true } && labels is null)
        {
            return null;
        }

        RequireOneInput();
        InputLayout layout = _network.Graph.Inputs[0].Rank == 3 ? InputLayout.ChannelsFirst : InputLayout.Flat;
        PixelNormalisation pixels = samples is { HasBytes: true } ? samples.Normalisation : PixelNormalisation.UnitRange;
        return new InputContract(new([new InputNormalisation(layout, new([pixels.Scale]), new([pixels.Offset]))]), new([.. labels ?? []]));
    }

    private void RequireOneInput()
    {
        if (_network.Graph.Inputs.Length != 1 || _network.Graph.Outputs.Length != 1)
        {
            throw new NetworkException(
                $"{_path}: the network has {_network.Graph.Inputs.Length} inputs and {_network.Graph.Outputs.Length} outputs; samples and labels are for networks with one of each");
        }
    }
}
