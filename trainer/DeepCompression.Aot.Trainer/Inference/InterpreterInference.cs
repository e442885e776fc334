using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;

namespace DeepCompression.Aot.Trainer.Inference;

/// <summary>Runs a network by the reference interpreter, several samples at a time.</summary>
internal sealed class InterpreterInference : NetworkInference
{
    private readonly Graph _graph;
    private readonly float[][] _parameters;
    private ReferenceInterpreter? _interpreter;

    public InterpreterInference(Graph graph, IReadOnlyList<float[]> parameters)
        : base(graph)
    {
        _graph = graph;
        _parameters = [.. parameters];
    }

    public override void SetParameter(int parameter, float[] values)
    {
        _parameters[parameter] = values;
        _interpreter = null;
    }

    public override void Infer(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        ReferenceInterpreter interpreter = _interpreter ??= new ReferenceInterpreter(_graph, _parameters);
        float[][] samples = Samples(inputs);
        var results = new float[samples.Length][];
        Parallel.For(0, samples.Length, i => results[i] = interpreter.Run(samples[i])[0]);
        for (int i = 0; i < results.Length; i++)
        {
            results[i].CopyTo(outputs[(i * OutputLength)..]);
        }
    }

    public override void Dispose()
    {
        // It holds nothing but managed memory.
    }

    private float[][] Samples(ReadOnlySpan<float> inputs)
    {
        var samples = new float[inputs.Length / InputLength][];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = inputs.Slice(i * InputLength, InputLength).ToArray();
        }

        return samples;
    }
}
