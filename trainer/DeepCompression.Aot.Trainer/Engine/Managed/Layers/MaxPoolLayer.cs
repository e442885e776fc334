using System.Numerics;
using System.Runtime.CompilerServices;
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
        if (IsSquareOfTwo(area))
        {
            ForwardSquareOfTwo(source, area.RowStep, target);
            return;
        }

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
        if (IsSquareOfTwo(area))
        {
            BackwardSquareOfTwo(source, area.RowStep, values, gradients, sourceGradients);
            return;
        }

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
                    gradient = PassOnIfLargest(row + (x * Lanes.Count), largest, gradient, target + (x * Lanes.Count));
                }

                row += area.RowStep;
                target += area.RowStep;
            }
        }
    }

    // The usual window: without loops over it, a third of the time.
    private static bool IsSquareOfTwo(in PoolArea area) => area is { Height: 2, Width: 2 };

    private static void ForwardSquareOfTwo(float* source, int rowStep, float* target)
    {
        float* below = source + rowStep;
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            Vector<float> upper = Vector.MaxNative(Vector.Load(source + lane), Vector.Load(source + Lanes.Count + lane));
            Vector<float> lower = Vector.MaxNative(Vector.Load(below + lane), Vector.Load(below + Lanes.Count + lane));
            Vector.MaxNative(upper, lower).Store(target + lane);
        }
    }

    private void BackwardSquareOfTwo(float* source, int rowStep, float* values, float* gradients, float* sourceGradients)
    {
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            float* target = sourceGradients + lane;
            Vector<float> largest = Vector.Load(values + lane);
            Vector<float> gradient = Vector.Load(gradients + lane);
            gradient = PassOnIfLargest(row, largest, gradient, target);
            gradient = PassOnIfLargest(row + Lanes.Count, largest, gradient, target + Lanes.Count);
            gradient = PassOnIfLargest(row + rowStep, largest, gradient, target + rowStep);
            PassOnIfLargest(row + rowStep + Lanes.Count, largest, gradient, target + rowStep + Lanes.Count);
        }
    }

    /// <returns>The gradient where it has not been passed on yet.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> PassOnIfLargest(float* element, Vector<float> largest, Vector<float> gradient, float* target)
    {
        Vector<float> match = Vector.As<int, float>(Vector.Equals(Vector.Load(element), largest));
        PassOn(gradient & match, target);
        return Vector.AndNot(gradient, match);
    }
}
