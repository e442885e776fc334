using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>A network, data and a recipe small enough to train in a test.</summary>
internal static class TinyRun
{
    public const int Inputs = 784;
    public const int Hidden = 24;
    public const int Classes = 10;

    public static NetworkDefinition Network { get; } = TestNetworks.Perceptron(Inputs, Hidden, Classes, dropout: 0.2f);

    public static DatasetSplits Data { get; } = DrawnDigits.Create(1000, 200, 300);

    public static CompressionRecipe Recipe { get; } = new()
    {
        Name = "tiny",
        Layers = new([new LayerRecipe(0.1, 4), new LayerRecipe(new ThresholdRule(0.5), 3)]),
        Dense = new(4, 2e-3f, 1e-4f),
        Schedule = new PruningSchedule(4),
        Pruning = new(2, 2e-3f, 1e-3f),
        Retraining = new(2, 1e-3f, 1e-4f),
        Sharing = new(1, 5e-4f, 1e-4f),
        Seed = 3,
        BatchSize = 50,
    };

    /// <summary>The least training that still goes through every stage.</summary>
    public static CompressionRecipe Brief { get; } = Recipe with
    {
        Dense = new(1, 2e-3f, 1e-3f),
        Pruning = new(0, 1e-3f, 1e-3f),
        Retraining = new(1, 1e-3f, 1e-3f),
        Sharing = new(0, 1e-3f, 1e-3f),
    };

    public static CompressionResult Run(
        CompressionRecipe? recipe = null,
        DenseCheckpoint? checkpoint = null,
        Action<PipelineEvent>? progress = null,
        CancellationToken cancellation = default) =>
        CompressionPipeline.Run(Network, Data, recipe ?? Recipe, new ManagedEngine(threads: 2), checkpoint, progress, cancellation: cancellation);

    /// <summary>Infers with the artifact's dense weights by plain loops: nothing of the engine.</summary>
    public static void Infer(Artifact artifact, ReadOnlySpan<float> inputs, Span<float> logits)
    {
        float[][] parameters = [.. artifact.Tensors.Select(tensor => tensor.ToDense())];
        for (int image = 0; image < inputs.Length / Inputs; image++)
        {
            double[] pixels = [.. inputs.Slice(image * Inputs, Inputs).ToArray().Select(value => (double)value)];
            double[] hidden = [.. Linear(pixels, parameters[0], parameters[1]).Select(value => Math.Max(0, value))];
            double[] output = Linear(hidden, parameters[2], parameters[3]);
            for (int i = 0; i < Classes; i++)
            {
                logits[(image * Classes) + i] = (float)output[i];
            }
        }
    }

    private static double[] Linear(double[] inputs, float[] weights, float[] biases)
    {
        var outputs = new double[biases.Length];
        for (int row = 0; row < outputs.Length; row++)
        {
            outputs[row] = biases[row];
            for (int column = 0; column < inputs.Length; column++)
            {
                outputs[row] += inputs[column] * weights[(row * inputs.Length) + column];
            }
        }

        return outputs;
    }
}
