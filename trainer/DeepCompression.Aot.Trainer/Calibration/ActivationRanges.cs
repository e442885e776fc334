using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>The magnitudes that calibration samples reach inside a network: what 8-bit arithmetic scales its activations by.</summary>
internal static class ActivationRanges
{
    /// <summary>More samples change hardly a maximum.</summary>
    public const int MostSamples = 256;

    private const int FewestSamples = 8;

    // The products of a pass over all samples that nobody minds waiting for, many times.
    private const double MostProducts = 4e9;

    /// <summary>The samples where no number is given: fewer for a network of much work, which calibration runs a dozen times for each layer.</summary>
    public static int DefaultSamples(Graph graph)
    {
        EquatableArray<TensorShape> shapes = ShapeInference.Infer(graph);
        double products = 1;
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            if (graph.Operators[i].Parameters.Length > 0)
            {
                products += (double)shapes[graph.ValueOf(i)].ElementCount * graph.Parameters[graph.Operators[i].Parameters[0]].RowLength;
            }
        }

        return (int)Math.Clamp(MostProducts / products, FewestSamples, MostSamples);
    }

    /// <summary>The values that layers with weights read, by number.</summary>
    public static int[] Values(Graph graph) =>
        [.. graph.Operators.Where(op => op is { Parameters.Length: > 0, Inputs.Length: > 0 }).Select(op => op.Inputs[0]).Distinct().Order()];

    /// <summary>The largest magnitude of each value that a layer with weights reads; values that stay zero have none.</summary>
    /// <param name="graph">A network of one input.</param>
    /// <param name="parameters">The values of each parameter as decoded, by number.</param>
    /// <param name="samples">The samples, normalised as the network expects.</param>
    /// <param name="cancellation">Asked between samples.</param>
    /// <exception cref="InvalidOperationException">A value is no finite number.</exception>
    public static EquatableArray<ActivationScale> Measure(
        Graph graph, IReadOnlyList<float[]> parameters, Dataset samples, CancellationToken cancellation = default)
    {
        int[] values = Values(graph);
        var interpreter = new ReferenceInterpreter(graph, parameters);
        var largest = new float[samples.Count][];
        Parallel.For(0, samples.Count, new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            var input = new float[samples.Shape.Length];
            samples.CopyInputs(sample, input);
            float[][] all = interpreter.RunAll(input);
            largest[sample] = [.. values.Select(value => Largest(all[value]))];
        });
        return new([.. values
            .Select((value, i) => new ActivationScale(value, Finite(value, largest.Max(sample => sample[i]))))
            .Where(scale => scale.Maximum > 0)]);
    }

    /// <summary>A NaN is larger than anything, so that it shows.</summary>
    private static float Largest(float[] values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        return largest;
    }

    private static float Finite(int value, float magnitude) => float.IsFinite(magnitude)
        ? magnitude
        : throw new InvalidOperationException($"value {value} of the network becomes infinite or no number on the calibration data; is the scale of the data right?");
}
