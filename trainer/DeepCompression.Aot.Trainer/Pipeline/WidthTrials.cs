using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Measures what each width of a codebook index does to a pruned network, one layer at a time.</summary>
internal sealed class WidthTrials
{
    /// <summary>The training images on which a loss is measured: enough to tell widths apart.</summary>
    private const int MostImages = 2048;

    // Of large images fewer have to do.
    private const int MostValues = 1 << 25;

    private readonly PipelineRun _run;
    private readonly ITrainingSession _session;
    private readonly float[] _inputs;
    private readonly int[] _labels;

    /// <param name="run">The run.</param>
    /// <param name="session">The pruned network.</param>
    public WidthTrials(PipelineRun run, ITrainingSession session)
    {
        (_run, _session) = (run, session);

        // Spread over all, since a folder of images may be in the order of its classes.
        Dataset images = run.Data.Train;
        int count = Math.Clamp(MostValues / images.Shape.Length, 1, Math.Min(MostImages, images.Count));
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.Count / count))];
        _inputs = new float[count * images.Shape.Length];
        _labels = new int[count];
        images.CopyInputs(chosen, _inputs);
        images.CopyLabels(chosen, _labels);
    }

    /// <summary>What each layer comes to with each width, in the order of the network's weights; the session is as before.</summary>
    /// <param name="cluster">Shares a parameter of the session through indices of a width.</param>
    public IReadOnlyList<IReadOnlyList<SharedLayer>> Measure(Func<int, int, Clustering> cluster)
    {
        SessionSnapshot before = _session.Capture();
        double loss = Loss();
        var layers = new List<IReadOnlyList<SharedLayer>>();
        foreach (int number in _run.Network.Weights)
        {
            var widths = new List<SharedLayer>();
            for (int bits = 1; bits <= LayerRecipe.MaxCodebookBits; bits++)
            {
                _run.Cancellation.ThrowIfCancellationRequested();
                Clustering clustering = cluster(number, bits);
                _session.SetCodebook(number, clustering.Assignment, clustering.Centroids);
                widths.Add(new SharedLayer(Loss() - loss, Bits(number, clustering)));
                _session.Restore(before);
            }

            layers.Add(widths);
        }

        return layers;
    }

    /// <summary>The bits of coded weights and codebook.</summary>
    private long Bits(int number, Clustering clustering) => clustering.Centroids.Length == 0
        ? 0
        : CodedSize.Of(_run.Network.Graph.Parameters[number], clustering.Assignment, clustering.Centroids.Length).TotalBits
            + ((long)clustering.Centroids.Length * _run.Recipe.CodebookFormat.BitCount());

    /// <summary>The mean cross-entropy with the labels, in nats.</summary>
    private double Loss()
    {
        int classes = DataFit.OutputLength(_run.Network);
        var logits = new float[_labels.Length * classes];
        _session.Infer(_inputs, logits);
        double sum = 0;
        for (int image = 0; image < _labels.Length; image++)
        {
            ReadOnlySpan<float> outputs = logits.AsSpan(image * classes, classes);
            double largest = double.NegativeInfinity;
            foreach (float output in outputs)
            {
                largest = Math.Max(largest, output);
            }

            double exponentials = 0;
            foreach (float output in outputs)
            {
                exponentials += Math.Exp(output - largest);
            }

            sum += largest + Math.Log(exponentials) - outputs[_labels[image]];
        }

        return sum / _labels.Length;
    }
}
