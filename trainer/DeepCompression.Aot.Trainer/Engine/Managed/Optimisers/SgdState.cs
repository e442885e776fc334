using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

/// <summary>Stochastic gradient descent with momentum: step = momentum · last step + rate · gradient.</summary>
internal sealed class SgdState(OptimiserSettings settings, int length) : OptimiserState
{
    private float[] _lastStep = new float[length];
    private float _learningRate;

    public override void BeginStep(float learningRate) => _learningRate = learningRate;

    public override void Update(int start, Span<float> values, ReadOnlySpan<float> gradients)
    {
        Span<float> steps = _lastStep.AsSpan(start, values.Length);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> step = (new Vector<float>(steps[i..]) * settings.Momentum) + (new Vector<float>(gradients[i..]) * _learningRate);
            Underflow.Flush(step).CopyTo(steps[i..]);
            (new Vector<float>(values[i..]) - step).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            steps[i] = Underflow.Flush((steps[i] * settings.Momentum) + (gradients[i] * _learningRate));
            values[i] -= steps[i];
        }
    }

    public override void Clear(int index) => _lastStep[index] = 0;

    public override void Rearrange(ReadOnlySpan<int> sources) => _lastStep = Rearrange(_lastStep, sources);
}
