using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>A small dense network that knows the drawn digits, as somebody else would have trained it: an ONNX model that takes 0 to 1.</summary>
internal static class SmallModel
{
    public const int Hidden = 24;

    public static DatasetSplits Digits { get; } = DrawnDigits.Create(2000, 1, 500);

    private static readonly Lazy<byte[]> Trained = new(Train);

    /// <summary>The model's bytes: fc1 (24×784), a rectifier, fc2 (10×24).</summary>
    public static byte[] Onnx => Trained.Value;

    private static byte[] Train()
    {
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(784), 784, Hidden, "fc1"));
        Graph graph = builder.Build(builder.Linear(hidden, Hidden, 10, "fc2"));
        var network = new NetworkDefinition("small", graph, ["a", "b", "c", "d"], new Dictionary<int, float>());
        using ITrainingSession session = new ManagedEngine(1).CreateSession(network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        TrainingLoop.Run(session, Digits.Train, null, new TrainingSettings(4, new ConstantLearningRate(2e-3f), BatchSize: 50));
        Tensor[] tensors = [.. graph.Parameters.Select((shape, number) => RawTensorEncoder.Encode(shape, session.GetParameter(number), NumberFormat.Single))];
        return OnnxExporter.Export(ArtifactReader.Read(ArtifactWriter.Write(graph, tensors)), "small");
    }
}
