using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Feeds;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>Something that infers: writes the logits of samples that lie one after another.</summary>
internal delegate void InferenceFunction(ReadOnlySpan<float> inputs, Span<float> logits);

/// <summary>What is done with the inputs of some samples in a row.</summary>
internal delegate void BatchAction(int first, int count, ReadOnlySpan<float> inputs);

/// <summary>What a network makes of a data set.</summary>
/// <param name="Predictions">The class it gives each image: the first of its largest logits.</param>
/// <param name="Errors">How many of them are wrong.</param>
public sealed record EvaluationResult(int[] Predictions, int Errors)
{
    /// <summary>The share of images that are wrong, in percent.</summary>
    public double ErrorPercent => 100.0 * Errors / Predictions.Length;
}

/// <summary>Measures the error of a network.</summary>
internal static class Evaluation
{
    private const int MostSamples = 256;

    // Of a batch, so that large images do not take large memory.
    private const int MostValues = 1 << 23;

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
        var predictions = new int[data.Count];
        var logits = new float[BatchSize(data) * outputs];
        int errors = 0;
        ForEachBatch(data, TakeBatch, cancellation);
        return new EvaluationResult(predictions, errors);

        void TakeBatch(int first, int count, ReadOnlySpan<float> inputs)
        {
            Span<float> batchLogits = logits.AsSpan(0, count * outputs);
            infer(inputs, batchLogits);
            for (int image = first; image < first + count; image++)
            {
                predictions[image] = Classify(batchLogits.Slice((image - first) * outputs, outputs), image);
                errors += predictions[image] == data.Labels[image] ? 0 : 1;
            }
        }
    }

    /// <summary>The logits of all images, (images, outputs).</summary>
    /// <exception cref="ArgumentException">Data and network do not fit.</exception>
    public static float[] Logits(ITrainingSession session, Dataset data, CancellationToken cancellation = default)
    {
        DataFit.Check(session.Network, data);
        int outputs = DataFit.OutputLength(session.Network);
        var logits = new float[checked(data.Count * outputs)];
        ForEachBatch(data, (first, count, inputs) => session.Infer(inputs, logits.AsSpan(first * outputs, count * outputs)), cancellation);
        return logits;
    }

    private static int BatchSize(Dataset data) => Math.Clamp(MostValues / data.Shape.Length, 1, Math.Min(MostSamples, data.Count));

    private static void ForEachBatch(Dataset data, BatchAction action, CancellationToken cancellation)
    {
        int batch = BatchSize(data);
        using InputFeed feed = InputFeed.Of(data, batch);
        feed.Begin(Enumerable.Range(0, data.Count).ToArray());
        for (int first = 0; first < data.Count; first += batch)
        {
            action(first, Math.Min(batch, data.Count - first), feed.Next(cancellation));
        }
    }

    private static int Classify(ReadOnlySpan<float> logits, int image)
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

        return best;
    }
}
