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
    // The number in its window of the largest element, (blocks, elements, lanes), so that the gradient need not look at the input again.
    private AlignedBuffer? _winners;

    public override void Reserve(int blocks) => _winners = AlignedBuffer.Ensure(_winners, (long)blocks * Output.BlockLength);

    protected override void Forward(int block, nint element, float* source, in PoolArea area, float* target)
    {
        float* winners = Winners(block, element);
        if (area is { Height: 2, Width: 2 })
        {
            ForwardSquareOfTwo(source, area.RowStep, winners, target);
            return;
        }

        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            Vector<float> largest = Vector.Load(row);
            Vector<float> winner = Vector<float>.Zero;
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    Compare(row + (x * Lanes.Count), (y * area.Width) + x, ref largest, ref winner);
                }

                row += area.RowStep;
            }

            largest.Store(target + lane);
            winner.Store(winners + lane);
        }
    }

    protected override void Backward(int block, nint element, in PoolArea area, float* gradients, float* sourceGradients)
    {
        float* winners = Winners(block, element);
        if (area is { Height: 2, Width: 2 })
        {
            BackwardSquareOfTwo(area.RowStep, winners, gradients, sourceGradients);
            return;
        }

        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* target = sourceGradients + lane;
            Vector<float> winner = Vector.Load(winners + lane);
            Vector<float> gradient = Vector.Load(gradients + lane);
            for (int y = 0; y < area.Height; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    PassOnIfWinner((y * area.Width) + x, winner, gradient, target + (x * Lanes.Count));
                }

                target += area.RowStep;
            }
        }
    }

    // The usual window: without loops over it, a third of the time.
    private static void ForwardSquareOfTwo(float* source, int rowStep, float* winners, float* target)
    {
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* row = source + lane;
            Vector<float> largest = Vector.Load(row);
            Vector<float> winner = Vector<float>.Zero;
            Compare(row + Lanes.Count, 1, ref largest, ref winner);
            Compare(row + rowStep, 2, ref largest, ref winner);
            Compare(row + rowStep + Lanes.Count, 3, ref largest, ref winner);
            largest.Store(target + lane);
            winner.Store(winners + lane);
        }
    }

    private void BackwardSquareOfTwo(int rowStep, float* winners, float* gradients, float* sourceGradients)
    {
        for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
        {
            float* target = sourceGradients + lane;
            Vector<float> winner = Vector.Load(winners + lane);
            Vector<float> gradient = Vector.Load(gradients + lane);
            PassOnIfWinner(0, winner, gradient, target);
            PassOnIfWinner(1, winner, gradient, target + Lanes.Count);
            PassOnIfWinner(2, winner, gradient, target + rowStep);
            PassOnIfWinner(3, winner, gradient, target + rowStep + Lanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compare(float* element, int number, ref Vector<float> largest, ref Vector<float> winner)
    {
        Vector<float> candidate = Vector.Load(element);
        winner = Vector.ConditionalSelect(Vector.GreaterThan(candidate, largest), new Vector<float>(number), winner);
        largest = Vector.MaxNative(largest, candidate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PassOnIfWinner(int number, Vector<float> winner, Vector<float> gradient, float* target) =>
        PassOn(gradient & Vector.As<int, float>(Vector.Equals(winner, new Vector<float>(number))), target);

    private float* Winners(int block, nint element) => _winners!.Pointer + ((nint)block * Output.BlockLength) + (element * Lanes.Count);
}
