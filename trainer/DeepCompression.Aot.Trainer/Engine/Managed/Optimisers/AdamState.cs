using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

/// <summary>Adam (Kingma and Ba, 2015, algorithm 1), with bias-corrected moments.</summary>
internal sealed class AdamState(OptimiserSettings settings, int length) : OptimiserState
{
    private const float Epsilon = 1e-8f;

    private float[] _first = new float[length];
    private float[] _second = new float[length];
    private int _steps;
    private float _rate;
    private float _secondScale;

    public override ReadOnlySpan<float> SecondMoment => _second;

    public override void BeginStep(float learningRate)
    {
        _steps++;
        _rate = (float)(learningRate / (1 - Math.Pow(settings.Beta1, _steps)));
        _secondScale = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, _steps)));
    }

    public override void Update(int start, Span<float> values, ReadOnlySpan<float> gradients)
    {
        Span<float> first = _first.AsSpan(start, values.Length);
        Span<float> second = _second.AsSpan(start, values.Length);
        var epsilon = new Vector<float>(Epsilon);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var gradient = new Vector<float>(gradients[i..]);
            Vector<float> mean = (new Vector<float>(first[i..]) * settings.Beta1) + (gradient * (1 - settings.Beta1));
            Vector<float> square = (new Vector<float>(second[i..]) * settings.Beta2) + (gradient * gradient * (1 - settings.Beta2));
            Underflow.Flush(mean).CopyTo(first[i..]);
            Underflow.Flush(square).CopyTo(second[i..]);
            Vector<float> step = mean * _rate / ((Vector.SquareRoot(square) * _secondScale) + epsilon);
            (new Vector<float>(values[i..]) - step).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            first[i] = Underflow.Flush((first[i] * settings.Beta1) + (gradients[i] * (1 - settings.Beta1)));
            second[i] = Underflow.Flush((second[i] * settings.Beta2) + (gradients[i] * gradients[i] * (1 - settings.Beta2)));
            values[i] -= first[i] * _rate / ((MathF.Sqrt(second[i]) * _secondScale) + Epsilon);
        }
    }

    public override void Clear(int index)
    {
        _first[index] = 0;
        _second[index] = 0;
    }

    public override void Rearrange(ReadOnlySpan<int> sources)
    {
        _first = Rearrange(_first, sources);
        _second = Rearrange(_second, sources);
    }
}
