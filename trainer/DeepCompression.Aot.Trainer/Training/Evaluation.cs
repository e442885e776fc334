using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>Something that infers: writes the logits of samples that lie one after another.</summary>
internal delegate void InferenceFunction(ReadOnlySpan<float> inputs, Span<float> logits);

/// <summary>What a network makes of a data set.</summary>
/// <param name="Predictions">The class it gives each image: the first of its largest logits.</param>
/// <param name="Errors">How many of them are wrong.</param>
public sealed record EvaluationResult(byte[] Predictions, int Errors)
{
    /// <summary>The share of images that are wrong, in percent.</summary>
    public double ErrorPercent => 100.0 * Errors / Predictions.Length;
}

/// <summary>Measures the error of a network.</summary>
internal static class Evaluation
{
    private const int BatchSize = 256;

    /// <summary>Evaluates a session.</summary>
    /// <exception cref="ArgumentException">Data and network do not fit.</exception>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static EvaluationResult Run(ITrainingSession session, Dataset data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(data);
        DataFit.Check(session.Network, data);
        return Run(session.Infer, DataFit.OutputLength(session.Network), data, cancellation);
    }

    /// <summary>Evaluates anything that infers.</summary>
    /// <param name="infer">Called with batches of whole images.</param>
    /// <param name="outputs">The logits it writes for each image: one for each class.</param>
    /// <param name="data">The images.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <exception cref="ArgumentException">There are no images, or not as many classes as outputs.</exception>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static EvaluationResult Run(InferenceFunction infer, int outputs, Dataset data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(infer);
        ArgumentNullException.ThrowIfNull(data);
        DataFit.CheckOutputs(outputs, data);
        var predictions = new byte[data.Count];
        int batch = Math.Min(BatchSize, data.Count);
        var inputs = new float[checked(batch * data.Shape.Length)];
        var logits = new float[batch * outputs];
        int errors = 0;
        for (int first = 0; first < data.Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, data.Count - first);
            Span<float> batchInputs = inputs.AsSpan(0, count * data.Shape.Length);
            Span<float> batchLogits = logits.AsSpan(0, count * outputs);
            data.CopyInputs(first, batchInputs);
            infer(batchInputs, batchLogits);
            for (int image = 0; image < count; image++)
            {
                byte prediction = Classify(batchLogits.Slice(image * outputs, outputs), first + image);
                predictions[first + image] = prediction;
                errors += prediction == data.Labels[first + image] ? 0 : 1;
            }
        }

        return new EvaluationResult(predictions, errors);
    }

    /// <summary>The logits of all images, (images, outputs).</summary>
    /// <exception cref="ArgumentException">Data and network do not fit.</exception>
    public static float[] Logits(ITrainingSession session, Dataset data, CancellationToken cancellation = default)
    {
        DataFit.Check(session.Network, data);
        int outputs = DataFit.OutputLength(session.Network);
        var logits = new float[checked(data.Count * outputs)];
        var inputs = new float[BatchSize * data.Shape.Length];
        for (int first = 0; first < data.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, data.Count - first);
            Span<float> batch = inputs.AsSpan(0, count * data.Shape.Length);
            data.CopyInputs(first, batch);
            session.Infer(batch, logits.AsSpan(first * outputs, count * outputs));
        }

        return logits;
    }

    private static byte Classify(ReadOnlySpan<float> logits, int image)
    {
        int best = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]))
            {
                throw new InvalidOperationException(
                    $"The network's output {i} for image {image} is not a number: its weights are damaged or its training diverged.");
            }

            best = logits[i] > logits[best] ? i : best;
        }

        return (byte)best;
    }
}
