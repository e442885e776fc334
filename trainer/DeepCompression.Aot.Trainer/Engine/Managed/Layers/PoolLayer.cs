using System.Numerics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>Pooling of each channel of an input (C, H, W) over a window, of which only what lies inside the plane counts.</summary>
internal abstract unsafe class PoolLayer(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window)
    : ChannelLayer(input, output, inputShape[0])
{
    private readonly PoolArea[] _areas = FindAreas(inputShape, outputShape, window);

    // Where windows tile the plane, each input's gradient is written once, and otherwise added up.
    private readonly bool _adds = input.Accumulate || !Tiles(inputShape, window);

    public override void Forward(in Pass pass, int block, int channel)
    {
        float* source = Input.Activation.Values(block, channel, Channels);
        float* target = Output.Values(block, channel, Channels);
        nint element = (nint)channel * _areas.Length;
        foreach (PoolArea area in _areas)
        {
            Forward(block, element++, source + area.Start, area, target);
            target += Lanes.Count;
        }
    }

    public override void Backward(in Pass pass, int block, int channel)
    {
        if (!Input.NeedsGradient)
        {
            return;
        }

        float* sourceGradients = Input.Activation.Gradients(block, channel, Channels);
        if (_adds && !Input.Accumulate)
        {
            new Span<float>(sourceGradients, Input.Activation.BlockLength / Channels).Clear();
        }

        float* gradients = Output.Gradients(block, channel, Channels);
        nint element = (nint)channel * _areas.Length;
        foreach (PoolArea area in _areas)
        {
            Backward(block, element++, area, gradients, sourceGradients + area.Start);
            gradients += Lanes.Count;
        }
    }

    /// <summary>Pools one window.</summary>
    /// <param name="block">The block.</param>
    /// <param name="element">The number of the output element.</param>
    /// <param name="source">The lanes of the window's first element.</param>
    /// <param name="area">The window.</param>
    /// <param name="target">The output element's lanes.</param>
    protected abstract void Forward(int block, nint element, float* source, in PoolArea area, float* target);

    /// <summary>Passes the gradient of one window to its elements.</summary>
    /// <param name="block">The block.</param>
    /// <param name="element">The number of the output element.</param>
    /// <param name="area">The window.</param>
    /// <param name="gradients">The gradients of the output element's lanes.</param>
    /// <param name="sourceGradients">The gradients of the lanes of the window's first element.</param>
    protected abstract void Backward(int block, nint element, in PoolArea area, float* gradients, float* sourceGradients);

    /// <summary>Gives an input element its part of a window's gradient.</summary>
    protected void PassOn(Vector<float> gradient, float* target) =>
        (_adds ? Vector.Load(target) + gradient : gradient).Store(target);

    private static bool Tiles(TensorShape shape, SlidingWindow window) =>
        !window.HasPadding && window.Height == window.StrideY && window.Width == window.StrideX
        && shape[1] % window.Height == 0 && shape[2] % window.Width == 0;

    /// <summary>The windows of a plane, each without what lies outside.</summary>
    private static PoolArea[] FindAreas(TensorShape inputShape, TensorShape outputShape, SlidingWindow window)
    {
        var areas = new PoolArea[outputShape[1] * outputShape[2]];
        for (int i = 0; i < areas.Length; i++)
        {
            int y = (i / outputShape[2] * window.StrideY) - window.PadTop;
            int x = (i % outputShape[2] * window.StrideX) - window.PadLeft;
            int top = Math.Max(y, 0);
            int left = Math.Max(x, 0);
            areas[i] = new PoolArea(
                ((top * inputShape[2]) + left) * Lanes.Count,
                inputShape[2] * Lanes.Count,
                Math.Min(y + window.Height, inputShape[1]) - top,
                Math.Min(x + window.Width, inputShape[2]) - left);
        }

        return areas;
    }
}

/// <summary>The part of a window that lies inside the input plane, at least one element.</summary>
/// <param name="Start">The offset of its first element in the plane.</param>
/// <param name="RowStep">Floats from one of its rows to the next.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct PoolArea(int Start, int RowStep, int Height, int Width);
