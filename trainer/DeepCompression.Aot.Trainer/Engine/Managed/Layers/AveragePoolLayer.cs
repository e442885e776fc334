using System.Numerics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The mean of the elements in the window, padding not counted.</summary>
internal sealed unsafe class AveragePoolLayer(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window)
    : PoolLayer(input, inputShape, output, outputShape, window)
{
    protected override void Forward(int block, nint element, float* source, in PoolArea area, float* target)
    {
        float share = 1f / (area.Height * area.Width);
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            Vector<float> sum = Vector<float>.Zero;
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    sum += Vector.Load(row + (x * Lanes.Count));
                }

                row += area.RowStep;
            }

            (sum * share).Store(target + lane);
        }
    }

    protected override void Backward(int block, nint element, in PoolArea area, float* gradients, float* sourceGradients)
    {
        float share = 1f / (area.Height * area.Width);
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* target = sourceGradients + lane;
            Vector<float> gradient = Vector.Load(gradients + lane) * share;
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    PassOn(gradient, target + (x * Lanes.Count));
                }

                target += area.RowStep;
            }
        }
    }
}
