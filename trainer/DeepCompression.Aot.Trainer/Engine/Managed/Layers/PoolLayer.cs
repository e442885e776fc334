using System.Numerics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>Pooling of each channel of an input (C, H, W) over a window, of which only what lies inside the plane counts.</summary>
internal abstract unsafe class PoolLayer(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window) : Layer
{
    public override void Forward(in Pass pass, int block)
    {
        float* source = input.Activation.Values(block);
        float* target = output.Values(block);
        for (int i = 0; i < output.Elements; i++)
        {
            Forward(source, WindowOf(i), target);
            target += Lanes.Count;
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        float* sourceGradients = input.Activation.Gradients(block);
        if (!input.Accumulate)
        {
            new Span<float>(sourceGradients, input.Activation.BlockLength).Clear();
        }

        float* source = input.Activation.Values(block);
        float* values = output.Values(block);
        float* gradients = output.Gradients(block);
        for (int i = 0; i < output.Elements; i++)
        {
            Backward(source, WindowOf(i), values, gradients, sourceGradients);
            values += Lanes.Count;
            gradients += Lanes.Count;
        }
    }

    /// <summary>Pools one window.</summary>
    /// <param name="source">The input's values in the block.</param>
    /// <param name="area">The window.</param>
    /// <param name="target">The output element's lanes.</param>
    protected abstract void Forward(float* source, in PoolArea area, float* target);

    /// <summary>Adds the gradient of one window to the input's.</summary>
    protected abstract void Backward(float* source, in PoolArea area, float* values, float* gradients, float* sourceGradients);

    protected static void Add(float* target, Vector<float> value) => (Vector.Load(target) + value).Store(target);

    private PoolArea WindowOf(int outputElement)
    {
        (int row, int outputX) = Math.DivRem(outputElement, outputShape[2]);
        (int channel, int outputY) = Math.DivRem(row, outputShape[1]);
        int y = (outputY * window.StrideY) - window.PadTop;
        int x = (outputX * window.StrideX) - window.PadLeft;
        int top = Math.Max(y, 0);
        int left = Math.Max(x, 0);
        return new PoolArea(
            ((((channel * inputShape[1]) + top) * inputShape[2]) + left) * Lanes.Count,
            inputShape[2] * Lanes.Count,
            Math.Min(y + window.Height, inputShape[1]) - top,
            Math.Min(x + window.Width, inputShape[2]) - left);
    }
}

/// <summary>The part of a window that lies inside the input plane, at least one element.</summary>
/// <param name="Start">The offset of its first element in a block.</param>
/// <param name="RowStep">Floats from one of its rows to the next.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct PoolArea(int Start, int RowStep, int Height, int Width);
