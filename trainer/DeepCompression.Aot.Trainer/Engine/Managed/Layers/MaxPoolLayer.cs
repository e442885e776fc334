using System.Numerics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The largest element in the window; the gradient goes to the first that is.</summary>
internal sealed unsafe class MaxPoolLayer(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window)
    : PoolLayer(input, inputShape, output, outputShape, window)
{
    protected override void Forward(float* source, in PoolArea area, float* target)
    {
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            Vector<float> largest = Vector.Load(row);
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    largest = Vector.MaxNative(largest, Vector.Load(row + (x * Lanes.Count)));
                }

                row += area.RowStep;
            }

            largest.Store(target + lane);
        }
    }

    protected override void Backward(float* source, in PoolArea area, float* values, float* gradients, float* sourceGradients)
    {
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            float* target = sourceGradients + lane;
            Vector<float> largest = Vector.Load(values + lane);
            Vector<float> gradient = Vector.Load(gradients + lane);
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    Vector<float> match = Vector.As<int, float>(Vector.Equals(Vector.Load(row + (x * Lanes.Count)), largest));
                    PassOn(gradient & match, target + (x * Lanes.Count));
                    gradient = Vector.AndNot(gradient, match);
                }

                row += area.RowStep;
                target += area.RowStep;
            }
        }
    }
}
