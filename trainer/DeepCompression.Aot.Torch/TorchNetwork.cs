using DeepCompression.Aot.Format;
using DeepCompression.Aot.Torch.Operators;
using DeepCompression.Aot.Trainer.Networks;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch;

/// <summary>A network's graph as a function of its inputs and parameters, which libtorch differentiates.</summary>
internal sealed class TorchNetwork
{
    // Numbers of all values of the samples that are inferred at once: 128 MiB in single precision.
    private const long InferenceElements = 1L << 25;
    private const int MostSamplesAtOnce = 1024;

    private readonly NetworkDefinition _definition;
    private readonly EquatableArray<TensorShape> _shapes;
    private readonly Dictionary<int, float> _dropout;

    /// <exception cref="ArgumentException">The engine does not know an operator; the message names it.</exception>
    public TorchNetwork(NetworkDefinition definition)
    {
        _definition = definition;
        _shapes = ShapeInference.Infer(definition.Graph);
        _dropout = definition.Dropout.ToDictionary();
        foreach (Operator op in definition.Graph.Operators)
        {
            TorchOperators.RequireKnown(definition.Name, op);
        }

        InputShape = Dimensions(_shapes[0]);
        InputLength = (int)_shapes[0].ElementCount;
        OutputLength = (int)_shapes[definition.Graph.Outputs[0]].ElementCount;
        SamplesAtOnce = (int)Math.Clamp(InferenceElements / _shapes.Sum(shape => shape.ElementCount), 1, MostSamplesAtOnce);
    }

    public long[] InputShape { get; }

    public int InputLength { get; }

    public int OutputLength { get; }

    /// <summary>The samples that are inferred at once.</summary>
    public int SamplesAtOnce { get; }

    public void SetDropout(int value, float rate)
    {
        if (!_dropout.ContainsKey(value))
        {
            throw new ArgumentException($"Network '{_definition.Name}' has no dropout after value {value}.", nameof(value));
        }

        if (rate is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate of dropout lies in [0, 1).");
        }

        _dropout[value] = rate;
    }

    /// <summary>The logits, (samples, classes).</summary>
    /// <param name="inputs">(samples, …).</param>
    /// <param name="parameters">The parameters, by number.</param>
    /// <param name="dropout">Draws what is dropped; null drops nothing.</param>
    public Tensor Run(Tensor inputs, IReadOnlyList<Tensor> parameters, Generator? dropout)
    {
        Graph graph = _definition.Graph;
        var values = new Tensor[graph.ValueCount];
        values[0] = Drop(inputs, 0, dropout);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            int value = graph.ValueOf(i);
            Tensor result = TorchOperators.Apply(graph.Operators[i], values, parameters, Dimensions(_shapes[value]));
            values[value] = Drop(result, value, dropout);
        }

        return values[graph.Outputs[0]].flatten(1);
    }

    /// <summary>Inverted dropout: an element becomes zero with the value's rate and otherwise grows by 1 / (1 − rate).</summary>
    private Tensor Drop(Tensor value, int number, Generator? dropout)
    {
        if (dropout is null || !_dropout.TryGetValue(number, out float rate) || rate == 0)
        {
            return value;
        }

        Tensor kept = rand(value.shape, dtype: value.dtype, device: value.device, generator: dropout).ge(rate);
        return value * kept.to(value.dtype) / (1 - rate);
    }

    private static long[] Dimensions(TensorShape shape) => [.. shape.Dimensions.Select(dimension => (long)dimension)];
}
