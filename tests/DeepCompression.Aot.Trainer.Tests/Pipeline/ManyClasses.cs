using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Inference;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Tests.Engine;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>As many classes as ImageNet has, each of which lights two of 48 pixels.</summary>
internal static class ManyClasses
{
    public const int Count = 1000;

    private const int Pixels = 48;

    private static readonly (int First, int Second)[] Pairs =
        [.. Enumerable.Range(0, Pixels).SelectMany(first => Enumerable.Range(first + 1, Pixels - first - 1).Select(second => (first, second))).Take(Count)];

    private static readonly CompressionRecipe Recipe = TinyRun.Recipe with
    {
        Layers = new([new LayerRecipe(0.7, 5), new LayerRecipe(0.6, 5)]),
        Dense = new(12, 1e-2f, 1e-3f),
        Retraining = new(3, 2e-3f, 5e-4f),
        Sharing = new(2, 5e-4f, 1e-4f),
    };

    /// <summary>Trains and compresses a network on an engine.</summary>
    /// <returns>The wrong test images of the decoded artifact as a fraction, and the classes that it finds.</returns>
    public static (double Error, int[] Predictions) Run(ITrainingEngine engine)
    {
        DatasetSplits data = new(Draw(10, seed: 1), Draw(1, seed: 2), Draw(1, seed: 3));
        CompressionResult result = CompressionPipeline.Run(TestNetworks.Perceptron(Pixels, 64, Count), data, Recipe, engine);
        using var network = new DecodedNetwork("many.dcz", ArtifactReader.Read(result.Artifact), engine);
        EvaluationResult evaluation = network.Evaluate(data.Test, CancellationToken.None).Result;
        return (evaluation.ErrorPercent / 100, evaluation.Predictions);
    }

    private static Dataset Draw(int perClass, ulong seed)
    {
        var random = new SplitMix64(seed);
        int[] labels = [.. Enumerable.Range(0, perClass * Count).Select(i => i % Count)];
        var pixels = new byte[labels.Length * Pixels];
        for (int i = 0; i < labels.Length; i++)
        {
            Span<byte> image = pixels.AsSpan(i * Pixels, Pixels);
            foreach (ref byte pixel in image)
            {
                pixel = (byte)random.Below(40);
            }

            image[Pairs[labels[i]].First] = image[Pairs[labels[i]].Second] = (byte)(200 + random.Below(56));
        }

        return new Dataset("pairs", new ImageShape(1, 1, Pixels), pixels, labels, [.. Enumerable.Range(0, Count).Select(label => label.ToString(CultureInfo.InvariantCulture))]);
    }
}
