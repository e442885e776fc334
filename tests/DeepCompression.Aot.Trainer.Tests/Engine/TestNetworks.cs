using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>Small networks and batches for the engine's tests.</summary>
internal static class TestNetworks
{
    public static NetworkDefinition Define(GraphBuilder builder, int logits, Dictionary<int, float>? dropout = null) =>
        new("test", builder.Build(logits), [.. builder.ParameterNames.Select(name => name.Name)], dropout ?? []);

    /// <summary>One fully connected layer.</summary>
    public static NetworkDefinition Linear(int inputs, int outputs)
    {
        var builder = new GraphBuilder();
        return Define(builder, builder.Linear(builder.Input(inputs), inputs, outputs, "fc"));
    }

    /// <summary>Two fully connected layers with a rectifier between.</summary>
    public static NetworkDefinition Perceptron(int inputs, int hidden, int classes, float dropout = 0)
    {
        var builder = new GraphBuilder();
        int activation = builder.Relu(builder.Linear(builder.Input(inputs), inputs, hidden, "fc1"));
        int logits = builder.Linear(activation, hidden, classes, "fc2");
        return Define(builder, logits, dropout > 0 ? new() { [activation] = dropout } : null);
    }

    public static float[] Random(int length, ulong seed, float limit = 1)
    {
        var random = new SplitMix64(seed);
        var numbers = new float[length];
        foreach (ref float number in numbers.AsSpan())
        {
            number = random.Between(-limit, limit);
        }

        return numbers;
    }

    /// <summary>Random samples with random labels.</summary>
    public static (float[] Inputs, int[] Labels) Batch(NetworkDefinition network, int samples, ulong seed)
    {
        EquatableArray<TensorShape> shapes = ShapeInference.Infer(network.Graph);
        int classes = (int)shapes[network.Graph.Outputs[0]].ElementCount;
        var random = new SplitMix64(seed + 1);
        var labels = new int[samples];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.Below(classes);
        }

        return (Random(samples * (int)shapes[0].ElementCount, seed), labels);
    }

    /// <summary>The gradient of the mean loss with respect to each parameter, through the seam: plain descent at rate 1.</summary>
    public static float[][] Gradients(ITrainingSession session, float[] inputs, int[] labels)
    {
        float[][] before = Parameters(session);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd, Momentum: 0));
        session.Step(new TrainingBatch(inputs, labels), learningRate: 1);
        float[][] after = Parameters(session);
        return [.. before.Zip(after, (old, now) => old.Zip(now, (a, b) => a - b).ToArray())];
    }

    public static float[][] Parameters(ITrainingSession session) =>
        [.. Enumerable.Range(0, session.Network.Graph.Parameters.Length).Select(number => session.GetParameter(number).ToArray())];
}
