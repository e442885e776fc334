using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Inference;

/// <summary>
/// Runs any network of one input and one output on many samples: on a training engine, or where that does not know an operator, by
/// the reference interpreter, which knows all. Not to be used by two threads at once.
/// </summary>
internal abstract class NetworkInference : IDisposable
{
    /// <param name="graph">The network.</param>
    /// <exception cref="ArgumentException">It has several inputs or outputs; the message goes on from the network's name.</exception>
    protected NetworkInference(Graph graph)
    {
        if (graph.Inputs.Length != 1 || graph.Outputs.Length != 1)
        {
            throw new ArgumentException(
                $"the network has {graph.Inputs.Length} inputs and {graph.Outputs.Length} outputs; only one of each can be run on samples of a data set", nameof(graph));
        }

        InputLength = (int)graph.Inputs[0].ElementCount;
        OutputLength = (int)ShapeInference.Infer(graph)[graph.Outputs[0]].ElementCount;
    }

    /// <summary>The numbers of a sample.</summary>
    public int InputLength { get; }

    /// <summary>The numbers that a sample becomes.</summary>
    public int OutputLength { get; }

    /// <summary>Chooses what runs a network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">The values of each parameter, by number.</param>
    /// <param name="engine">What runs it if it can.</param>
    /// <exception cref="ArgumentException">The network has several inputs or outputs; the message goes on from its name.</exception>
    public static NetworkInference Create(string name, Graph graph, IReadOnlyList<float[]> parameters, ITrainingEngine engine) =>
        EngineInference.TryCreate(name, graph, parameters, engine) ?? (NetworkInference)new InterpreterInference(graph, parameters);

    /// <summary>Replaces a parameter.</summary>
    public abstract void SetParameter(int parameter, float[] values);

    /// <summary>Runs samples that lie one after another.</summary>
    public abstract void Infer(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <inheritdoc/>
    public abstract void Dispose();
}
