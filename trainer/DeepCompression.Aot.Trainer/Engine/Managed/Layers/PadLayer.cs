using System.Numerics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>Zeros around each plane of a value (C, H, W).</summary>
internal sealed unsafe class PadLayer(LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, PadOperator pad) : Layer
{
    private readonly int _rowLength = inputShape[2] * Lanes.Count;

    public override void Forward(in Pass pass, int block)
    {
        new Span<float>(output.Values(block), output.BlockLength).Clear();
        for (int row = 0; row < inputShape[0] * inputShape[1]; row++)
        {
            new ReadOnlySpan<float>(input.Activation.Values(block) + ((nint)row * _rowLength), _rowLength)
                .CopyTo(new Span<float>(output.Values(block) + Place(row), _rowLength));
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        for (int row = 0; input.NeedsGradient && row < inputShape[0] * inputShape[1]; row++)
        {
            float* gradients = output.Gradients(block) + Place(row);
            float* target = input.Activation.Gradients(block) + ((nint)row * _rowLength);
            for (int i = 0; i < _rowLength; i += Vector<float>.Count)
            {
                Vector<float> gradient = Vector.Load(gradients + i);
                (input.Accumulate ? gradient + Vector.Load(target + i) : gradient).Store(target + i);
            }
        }
    }

    /// <summary>Where a row of the input begins in the output.</summary>
    private nint Place(int row)
    {
        (int channel, int y) = Math.DivRem(row, inputShape[1]);
        return (((((nint)channel * outputShape[1]) + y + pad.Top) * outputShape[2]) + pad.Left) * Lanes.Count;
    }
}
