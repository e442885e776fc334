using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// <see cref="WeightedSum"/> with 512-bit vectors. Long stretches go in tiles of 16 accumulators, so that a weight is broadcast once for
/// 16 multiply-adds with memory operands; what is left goes lane block by lane block, with four weights at a time to hide the latency.
/// </summary>
internal static unsafe class WeightedSum512
{
    private const int Vectors = 16;
    private const int TileLength = Vectors * 16;
    private const int HalfTileLength = TileLength / 2;

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

            if (start <= sum.Length - HalfTileLength)
            {
                ComputeHalfTile(in sum, weights, offsets, start);
                start += HalfTileLength;
            }

            for (; start < sum.Length; start += Lanes.Count)
            {
                ComputeLanes(in sum, weights, offsets, start);
            }
        }
    }

    private static void ComputeTile(in WeightedSum sum, float* weights, int* offsets, int start)
    {
        var bias = Vector512.Create(sum.Bias);
        Vector512<float> c0 = bias, c1 = bias, c2 = bias, c3 = bias;
        Vector512<float> c4 = bias, c5 = bias, c6 = bias, c7 = bias;
        Vector512<float> c8 = bias, c9 = bias, c10 = bias, c11 = bias;
        Vector512<float> c12 = bias, c13 = bias, c14 = bias, c15 = bias;
        float* source = sum.Source + start;
        int count = sum.Weights.Length;
        for (int j = 0; j < count; j++)
        {
            Vector512<float> weight = Vector512.Create(weights[j]);
            float* x = source + offsets[j];
            c0 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x), c0);
            c1 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 16), c1);
            c2 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 32), c2);
            c3 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 48), c3);
            c4 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 64), c4);
            c5 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 80), c5);
            c6 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 96), c6);
            c7 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 112), c7);
            c8 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 128), c8);
            c9 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 144), c9);
            c10 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 160), c10);
            c11 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 176), c11);
            c12 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 192), c12);
            c13 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 208), c13);
            c14 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 224), c14);
            c15 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 240), c15);
        }

        float* target = sum.Target + start;
        Store(in sum, target, c0, c1);
        Store(in sum, target + 32, c2, c3);
        Store(in sum, target + 64, c4, c5);
        Store(in sum, target + 96, c6, c7);
        Store(in sum, target + 128, c8, c9);
        Store(in sum, target + 160, c10, c11);
        Store(in sum, target + 192, c12, c13);
        Store(in sum, target + 224, c14, c15);
    }

    private static void ComputeHalfTile(in WeightedSum sum, float* weights, int* offsets, int start)
    {
        var bias = Vector512.Create(sum.Bias);
        Vector512<float> c0 = bias, c1 = bias, c2 = bias, c3 = bias;
        Vector512<float> c4 = bias, c5 = bias, c6 = bias, c7 = bias;
        float* source = sum.Source + start;
        int count = sum.Weights.Length;
        for (int j = 0; j < count; j++)
        {
            Vector512<float> weight = Vector512.Create(weights[j]);
            float* x = source + offsets[j];
            c0 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x), c0);
            c1 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 16), c1);
            c2 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 32), c2);
            c3 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 48), c3);
            c4 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 64), c4);
            c5 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 80), c5);
            c6 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 96), c6);
            c7 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(x + 112), c7);
        }

        float* target = sum.Target + start;
        Store(in sum, target, c0, c1);
        Store(in sum, target + 32, c2, c3);
        Store(in sum, target + 64, c4, c5);
        Store(in sum, target + 96, c6, c7);
    }

    private static void ComputeLanes(in WeightedSum sum, float* weights, int* offsets, int start)
    {
        Vector512<float> a0 = Vector512.Create(sum.Bias), a1 = a0;
        Vector512<float> b0 = Vector512<float>.Zero, b1 = Vector512<float>.Zero;
        Vector512<float> c0 = Vector512<float>.Zero, c1 = Vector512<float>.Zero;
        Vector512<float> d0 = Vector512<float>.Zero, d1 = Vector512<float>.Zero;
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
    private static void Multiply(float weight, float* x, ref Vector512<float> left, ref Vector512<float> right)
    {
        Vector512<float> broadcast = Vector512.Create(weight);
        left = Vector512.FusedMultiplyAdd(broadcast, Vector512.Load(x), left);
        right = Vector512.FusedMultiplyAdd(broadcast, Vector512.Load(x + 16), right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in WeightedSum sum, float* target, Vector512<float> left, Vector512<float> right)
    {
        if (sum.Accumulate)
        {
            left += Vector512.Load(target);
            right += Vector512.Load(target + 16);
        }

        left.Store(target);
        right.Store(target + 16);
    }
}
