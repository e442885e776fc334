using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// <see cref="WeightedSum"/> with the machine's <see cref="Vector{T}"/>, be it 128 or 256 bits: tiles of 8 accumulators, which with a
/// broadcast weight fit 16 registers; what is left goes by two vectors, with four weights at a time to hide the latency.
/// </summary>
internal static unsafe class WeightedSumPortable
{
    private static int TileLength => 8 * Vector<float>.Count;

    private static int PairLength => 2 * Vector<float>.Count;

    public static void Compute(in WeightedSum sum)
    {
        fixed (float* weights = sum.Weights)
        fixed (int* offsets = sum.Offsets)
        {
            int start = 0;
            for (; start <= sum.Length - TileLength; start += TileLength)
            {
                ComputeTile(in sum, weights, offsets, start);
            }

            for (; start < sum.Length; start += PairLength)
            {
                ComputePair(in sum, weights, offsets, start);
            }
        }
    }

    private static void ComputeTile(in WeightedSum sum, float* weights, int* offsets, int start)
    {
        int step = Vector<float>.Count;
        var bias = new Vector<float>(sum.Bias);
        Vector<float> c0 = bias, c1 = bias, c2 = bias, c3 = bias;
        Vector<float> c4 = bias, c5 = bias, c6 = bias, c7 = bias;
        float* source = sum.Source + start;
        int count = sum.Weights.Length;
        for (int j = 0; j < count; j++)
        {
            var weight = new Vector<float>(weights[j]);
            float* x = source + offsets[j];
            c0 = Vector.MultiplyAddEstimate(weight, Vector.Load(x), c0);
            c1 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + step), c1);
            c2 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (2 * step)), c2);
            c3 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (3 * step)), c3);
            c4 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (4 * step)), c4);
            c5 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (5 * step)), c5);
            c6 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (6 * step)), c6);
            c7 = Vector.MultiplyAddEstimate(weight, Vector.Load(x + (7 * step)), c7);
        }

        float* target = sum.Target + start;
        Store(in sum, target, c0, c1);
        Store(in sum, target + (2 * step), c2, c3);
        Store(in sum, target + (4 * step), c4, c5);
        Store(in sum, target + (6 * step), c6, c7);
    }

    private static void ComputePair(in WeightedSum sum, float* weights, int* offsets, int start)
    {
        Vector<float> a0 = new(sum.Bias), a1 = a0;
        Vector<float> b0 = Vector<float>.Zero, b1 = Vector<float>.Zero;
        Vector<float> c0 = Vector<float>.Zero, c1 = Vector<float>.Zero;
        Vector<float> d0 = Vector<float>.Zero, d1 = Vector<float>.Zero;
        float* source = sum.Source + start;
        int count = sum.Weights.Length;
        int j = 0;
        for (; j <= count - 4; j += 4)
        {
            Multiply(weights[j], source + offsets[j], ref a0, ref a1);
            Multiply(weights[j + 1], source + offsets[j + 1], ref b0, ref b1);
            Multiply(weights[j + 2], source + offsets[j + 2], ref c0, ref c1);
            Multiply(weights[j + 3], source + offsets[j + 3], ref d0, ref d1);
        }

        for (; j < count; j++)
        {
            Multiply(weights[j], source + offsets[j], ref a0, ref a1);
        }

        Store(in sum, sum.Target + start, (a0 + b0) + (c0 + d0), (a1 + b1) + (c1 + d1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(float weight, float* x, ref Vector<float> left, ref Vector<float> right)
    {
        var broadcast = new Vector<float>(weight);
        left = Vector.MultiplyAddEstimate(broadcast, Vector.Load(x), left);
        right = Vector.MultiplyAddEstimate(broadcast, Vector.Load(x + Vector<float>.Count), right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in WeightedSum sum, float* target, Vector<float> left, Vector<float> right)
    {
        if (sum.Accumulate)
        {
            left += Vector.Load(target);
            right += Vector.Load(target + Vector<float>.Count);
        }

        left.Store(target);
        right.Store(target + Vector<float>.Count);
    }
}
