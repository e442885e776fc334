using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Inference;

/// <summary>Runs a network on a training engine.</summary>
internal sealed class EngineInference : NetworkInference
{
    private readonly ITrainingSession _session;
    private readonly bool _hasSoftmax;

    private EngineInference(Graph graph, ITrainingSession session, bool hasSoftmax)
        : base(graph)
    {
        _session = session;
        _hasSoftmax = hasSoftmax;
    }

    /// <summary>The network on the engine, or null where the engine cannot run it.</summary>
    public static EngineInference? TryCreate(string name, Graph graph, IReadOnlyList<float[]> parameters, ITrainingEngine engine)
    {
        LogitsGraph logits = LogitsGraph.Of(graph);
        try
        {
            ITrainingSession session = engine.CreateSession(NetworkDefinition.Imported(name, logits.Graph, parameters), seed: 0);
            for (int i = 0; i < parameters.Count; i++)
            {
                session.SetParameter(i, parameters[i]);
            }

            return new EngineInference(graph, session, logits.HasSoftmax);
        }
        catch (ArgumentException)
        {
            // That is how an engine says that it does not know a network.
            return null;
        }
    }

    public override void SetParameter(int parameter, float[] values) => _session.SetParameter(parameter, values);

    public override void Infer(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _session.Infer(inputs, outputs);
        for (int first = 0; _hasSoftmax && first < outputs.Length; first += OutputLength)
        {
            Span<float> sample = outputs.Slice(first, OutputLength);
            ReferenceSoftmax.Run(sample.ToArray()).CopyTo(sample);
        }
    }

    public override void Dispose() => _session.Dispose();
}
