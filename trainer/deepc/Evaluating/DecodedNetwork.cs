using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.CommandLine.Evaluating;

/// <summary>A classifier as decoded from its artifact, run by a training engine.</summary>
internal sealed class DecodedNetwork : IDisposable
{
    private readonly string _file;
    private readonly long _inputs;
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
        _inputs = graph.Inputs[0].ElementCount;
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
    /// <param name="images">Test images.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <returns>What the network makes of them, and its outputs, (count, classes).</returns>
    /// <exception cref="CommandException">Images and network do not fit together, or an output is not a number.</exception>
    public (EvaluationResult Result, float[] Logits) Evaluate(Dataset images, CancellationToken cancellation)
    {
        DataCheck.RequireFit(_file, _inputs, ClassCount, images);
        Dataset normalised = _contract is { } contract
            ? images.Normalised(new PixelNormalisation(contract.Inputs[0].Scales[0], contract.Inputs[0].Offsets[0]))
            : images;
        var logits = new float[checked(images.Count * ClassCount)];
        int written = 0;
        void Infer(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            _session.Infer(inputs, outputs);
            outputs.CopyTo(logits.AsSpan(written));
            written += outputs.Length;
        }

        try
        {
            return (Evaluation.Run(Infer, ClassCount, normalised, cancellation), logits);
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException($"{_file}: {exception.Message}", exception);
        }
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
}
