using System.Numerics;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>Values one after another along an axis.</summary>
/// <param name="parts">The values, in order.</param>
/// <param name="output">The whole.</param>
/// <param name="shape">Its shape.</param>
/// <param name="axis">The axis.</param>
internal sealed unsafe class ConcatLayer(LayerInput[] parts, Activation output, TensorShape shape, int axis) : Layer
{
    // How often the parts take turns: once for each place before the axis.
    private readonly int _turns = shape.Dimensions.Take(axis).Aggregate(1, (product, dimension) => product * dimension);

    public override void Forward(in Pass pass, int block)
    {
        float* target = output.Values(block);
        for (int turn = 0; turn < _turns; turn++)
        {
            foreach (LayerInput part in parts)
            {
                int length = part.Activation.BlockLength / _turns;
                new ReadOnlySpan<float>(part.Activation.Values(block) + ((nint)turn * length), length).CopyTo(new Span<float>(target, length));
                target += length;
            }
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        nint start = 0;
        foreach (LayerInput part in parts)
        {
            int length = part.Activation.BlockLength / _turns;
            for (int turn = 0; part.NeedsGradient && turn < _turns; turn++)
            {
                float* gradients = output.Gradients(block) + start + ((nint)turn * (output.BlockLength / _turns));
                PassOn(gradients, part.Activation.Gradients(block) + ((nint)turn * length), length, part.Accumulate);
            }

            start += length;
        }
    }

    private static void PassOn(float* gradients, float* target, int length, bool accumulate)
    {
        for (int i = 0; i < length; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(gradients + i);
            (accumulate ? gradient + Vector.Load(target + i) : gradient).Store(target + i);
        }
    }
}
