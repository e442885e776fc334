using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Inference;

/// <summary>A classifier as decoded from its artifact, run on images.</summary>
internal sealed class DecodedNetwork : IDisposable
{
    private readonly string _file;
    private readonly TensorShape _input;
    private readonly InputContract? _contract;
    private readonly NetworkInference _network;

    /// <summary>Decodes the artifact.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="artifact">A network of one input and one output.</param>
    /// <param name="engine">What runs it where it can.</param>
    /// <exception cref="NetworkException">The network is no classifier of images.</exception>
    public DecodedNetwork(string file, Artifact artifact, ITrainingEngine engine)
    {
        _file = file;
        _contract = artifact.InputContract;
        try
        {
            _network = NetworkInference.Create(file, artifact.Graph, [.. artifact.Tensors.Select(tensor => tensor.ToDense())], engine);
        }
        catch (ArgumentException exception)
        {
            throw new NetworkException($"{file}: {exception.Message}", exception);
        }

        _input = artifact.Graph.Inputs[0];
        if (ClassCount > Dataset.MostClasses)
        {
            throw new NetworkException($"{file}: the network tells {ClassCount} classes apart; {Dataset.MostClasses} are the most");
        }
    }

    /// <summary>The elements of the output.</summary>
    public int ClassCount => _network.OutputLength;

    /// <summary>The classes' names: the artifact's labels, or their numbers.</summary>
    public IReadOnlyList<string> ClassNames =>
        _contract is { Labels.Length: > 0 } contract ? [.. contract.Labels] : [.. InputContract.NumberedLabels(ClassCount)];

    /// <summary>Runs every image, normalised as the artifact's input contract says.</summary>
    /// <param name="images">Test images.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <returns>What the network makes of them, and its outputs, (count, classes).</returns>
    /// <exception cref="NetworkException">Images and network do not fit together, or an output is not a number.</exception>
    public (EvaluationResult Result, float[] Logits) Evaluate(Dataset images, CancellationToken cancellation)
    {
        DataCheck.RequireFit(_file, _input, ClassCount, images);
        Dataset normalised = _contract is { } contract ? images.Normalised(contract.Inputs[0]) : images;
        var logits = new float[checked(images.Count * ClassCount)];
        int written = 0;
        void Infer(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            _network.Infer(inputs, outputs);
            outputs.CopyTo(logits.AsSpan(written));
            written += outputs.Length;
        }

        try
        {
            return (Evaluation.Run(Infer, ClassCount, normalised, cancellation), logits);
        }
        catch (InvalidOperationException exception)
        {
            throw new NetworkException($"{_file}: {exception.Message}", exception);
        }
    }

    public void Dispose() => _network.Dispose();
}
