using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Inference;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>
/// How much the outputs of a network change on calibration samples when its weights do: the root mean square of the differences over
/// that of the outputs. A classifier is compared before the softmax that it may end in, which would hide most of a change.
/// </summary>
internal sealed class OutputChange : IDisposable
{
    // What a pass over the samples takes at a time.
    private const int BatchSize = 64;

    private readonly NetworkInference _inference;
    private readonly Dataset _samples;
    private readonly CancellationToken _cancellation;
    private readonly float[] _outputs;
    private readonly double _squares;

    /// <summary>Runs the network as it is.</summary>
    /// <param name="network">A network of one input and one output.</param>
    /// <param name="samples">The samples, normalised as it expects.</param>
    /// <param name="engine">What runs it where it can.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <exception cref="ArgumentException">The network has several inputs or outputs; the message goes on from its name.</exception>
    /// <exception cref="InvalidOperationException">An output is no finite number.</exception>
    public OutputChange(ImportedNetwork network, Dataset samples, ITrainingEngine engine, CancellationToken cancellation = default)
    {
        Network = network;
        _samples = samples;
        _cancellation = cancellation;
        _inference = NetworkInference.Create("calibration", LogitsGraph.Of(network.Graph).Graph, network.Parameters, engine);
        _outputs = Run();
        _squares = _outputs.Sum(output => (double)output * output);
        if (!double.IsFinite(_squares))
        {
            throw new InvalidOperationException("the network's outputs on the data are infinite or not numbers; is the scale of the data right?");
        }
    }

    /// <summary>The network.</summary>
    public ImportedNetwork Network { get; }

    /// <summary>The change when one parameter has other values.</summary>
    public double Of(int parameter, float[] values)
    {
        _inference.SetParameter(parameter, values);
        double change = Measure();
        _inference.SetParameter(parameter, Network.Parameters[parameter]);
        return change;
    }

    /// <summary>The change when all parameters are as stored.</summary>
    public double Of(IReadOnlyList<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            _inference.SetParameter(i, tensors[i].ToDense());
        }

        double change = Measure();
        for (int i = 0; i < tensors.Count; i++)
        {
            _inference.SetParameter(i, Network.Parameters[i]);
        }

        return change;
    }

    public void Dispose() => _inference.Dispose();

    private double Measure()
    {
        float[] outputs = Run();
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double difference = (double)outputs[i] - _outputs[i];
            sum += difference * difference;
        }

        return _squares > 0 ? Math.Sqrt(sum / _squares) : sum;
    }

    private float[] Run()
    {
        var outputs = new float[checked(_samples.Count * _inference.OutputLength)];
        var inputs = new float[BatchSize * _inference.InputLength];
        for (int first = 0; first < _samples.Count; first += BatchSize)
        {
            _cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, _samples.Count - first);
            Span<float> batch = inputs.AsSpan(0, count * _inference.InputLength);
            _samples.CopyInputs(first, batch);
            _inference.Infer(batch, outputs.AsSpan(first * _inference.OutputLength, count * _inference.OutputLength));
        }

        return outputs;
    }
}
