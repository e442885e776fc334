using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Experiments.Transfer;

/// <summary>Trains a new last layer on the frozen features of a network.</summary>
internal static class NewHead
{
    private const float LearningRate = 2e-3f;
    private const float FinalLearningRate = 1e-5f;

    /// <summary>Trains and returns the test error of the epoch that the validation images favour, in percent.</summary>
    /// <param name="laboratory">The engine, seed and budget.</param>
    /// <param name="network">The network; its last operator is its last layer.</param>
    /// <param name="parameters">Its parameters, or null for initial ones; those of the last layer are not used.</param>
    /// <param name="data">The images and their new labels.</param>
    public static double Train(Laboratory laboratory, NetworkDefinition network, float[][]? parameters, DatasetSplits data)
    {
        NetworkDefinition changed = WithClasses(network, data.Train.ClassCount);
        using ITrainingSession session = laboratory.NewSession(changed, laboratory.Seed);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        EquatableArray<int> head = LastLayer(changed.Graph).Parameters;
        for (int number = 0; number < changed.Graph.Parameters.Length; number++)
        {
            if (head.Contains(number))
            {
                continue;
            }

            float[] values = parameters?[number] ?? session.GetParameter(number).ToArray();
            session.SetParameter(number, values);
            session.SetFrozen(number, [.. Enumerable.Repeat(true, values.Length)]);
        }

        var settings = new TrainingSettings(
            laboratory.Budget.HeadEpochs, new CosineLearningRate(LearningRate, FinalLearningRate), Seed: laboratory.Seed, RestoreBest: true);
        TrainingLoop.Run(session, data.Train, data.Validation, settings, cancellation: laboratory.Cancellation);
        return Evaluation.Run(session, data.Test, laboratory.Cancellation).ErrorPercent;
    }

    private static Operator LastLayer(Graph graph) => graph.Operators[graph.Operators.Length - 1];

    /// <summary>The network with another number of outputs, and without dropout: frozen features cannot overfit.</summary>
    private static NetworkDefinition WithClasses(NetworkDefinition network, int classes)
    {
        Graph graph = network.Graph;
        EquatableArray<int> head = LastLayer(graph).Parameters;
        TensorShape[] shapes =
        [
            .. graph.Parameters.Select((shape, number) => head.Contains(number) ? new TensorShape([classes, .. shape.Dimensions.Skip(1)]) : shape),
        ];
        return network with { Graph = graph with { Parameters = new(shapes) }, Dropout = new Dictionary<int, float>() };
    }
}
