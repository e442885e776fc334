using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.CommandLine.Evaluating;

/// <summary>A classifier as decoded from its artifact, run by a training engine.</summary>
internal sealed class DecodedNetwork : IDisposable
{
    private const int BatchSize = 256;

    private readonly string _file;
    private readonly TensorShape _input;
    private readonly InputContract? _contract;
    private readonly ITrainingSession _session;

    /// <summary>Decodes the artifact.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="artifact">A network of one input and one output.</param>
    /// <param name="engine">What runs it.</param>
    /// <exception cref="CommandException">The network is no classifier of images.</exception>
    public DecodedNetwork(string file, Artifact artifact, ITrainingEngine engine)
    {
        Graph graph = artifact.Graph;
        if (graph.Inputs.Length != 1 || graph.Outputs.Length != 1)
        {
            throw new CommandException(
                $"{file}: the network has {graph.Inputs.Length} inputs and {graph.Outputs.Length} outputs; only one of each can be evaluated on labelled images");
        }

        _file = file;
        _input = graph.Inputs[0];
        _contract = artifact.InputContract;
        ClassCount = (int)artifact.ValueShapes[graph.Outputs[0]].ElementCount;
        if (ClassCount > byte.MaxValue + 1)
        {
            throw new CommandException($"{file}: the network tells {ClassCount} classes apart; labels in IDX files go up to {byte.MaxValue}");
        }

        _session = CreateSession(file, artifact, engine);
    }

    /// <summary>The elements of the output.</summary>
    public int ClassCount { get; }

    /// <summary>The classes' names: the artifact's labels, or their numbers.</summary>
    public IReadOnlyList<string> ClassNames =>
        _contract is { Labels.Length: > 0 } contract ? [.. contract.Labels] : [.. Enumerable.Range(0, ClassCount).Select(label => $"{label}")];

    /// <summary>Runs every image, normalised as the artifact's input contract says.</summary>
    /// <returns>The outputs, (count, classes).</returns>
    /// <exception cref="CommandException">Images and network do not fit together.</exception>
    public float[] Run(Dataset images, CancellationToken cancellation)
    {
        RequireFit(images);
        var logits = new float[checked(images.Count * ClassCount)];
        var inputs = new float[Math.Min(images.Count, BatchSize) * images.Shape.Length];
        PixelNormalisation normalisation = Normalisation() ?? images.Normalisation;
        for (int first = 0; first < images.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, images.Count - first);
            Span<float> batch = inputs.AsSpan(0, count * images.Shape.Length);
            normalisation.Apply(images.Pixels.Slice(first * images.Shape.Length, batch.Length), batch);
            _session.Infer(batch, logits.AsSpan(first * ClassCount, count * ClassCount));
        }

        return logits;
    }

    public void Dispose() => _session.Dispose();

    private static ITrainingSession CreateSession(string file, Artifact artifact, ITrainingEngine engine)
    {
        string[] names = [.. Enumerable.Range(0, artifact.Graph.Parameters.Length).Select(number => $"parameter{number}")];
        var network = new NetworkDefinition(file, artifact.Graph, names, new Dictionary<int, float>());
        try
        {
            ITrainingSession session = engine.CreateSession(network, seed: 0);
            for (int i = 0; i < artifact.Tensors.Length; i++)
            {
                session.SetParameter(i, artifact.Tensors[i].ToDense());
            }

            return session;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{file}: the training engine, which evaluates, does not take this network: {exception.Message}", exception);
        }
    }

    private void RequireFit(Dataset images)
    {
        if (images.Count == 0)
        {
            throw new CommandException($"{images.Name}: there are no test images to measure an error on; name data that has some");
        }

        if (_input.ElementCount != images.Shape.Length)
        {
            throw new CommandException(
                $"{_file}: the network takes {_input} inputs, but the images of '{images.Name}' have {images.Shape.Length} values; name data of the same size");
        }

        if (ClassCount != images.ClassCount)
        {
            throw new CommandException(
                $"{_file}: the network tells {ClassCount} classes apart, but '{images.Name}' has {images.ClassCount}; name data with as many");
        }
    }

    /// <summary>Raw bytes to inputs; IDX images are grey, so one scale and offset is all there can be.</summary>
    private PixelNormalisation? Normalisation() =>
        _contract is { } contract ? new PixelNormalisation(contract.Inputs[0].Scales[0], contract.Inputs[0].Offsets[0]) : null;
}
