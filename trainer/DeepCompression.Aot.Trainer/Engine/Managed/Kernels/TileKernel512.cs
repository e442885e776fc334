using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// <see cref="TileProduct"/> with 512-bit vectors: 10 rows × 2 vectors are 20 accumulators, which with two vectors of B and a
/// broadcast weight leave none of the 32 registers to spill. Each k costs 20 fused multiply-adds and 12 loads.
/// </summary>
internal static unsafe class TileKernel512
{
    // The sums are written before they are read; zeroing them first would cost a tenth of a short tile.
    [SkipLocalsInit]
    public static void Compute(in TileProduct product)
    {
        Vector512<float> c00 = Vector512<float>.Zero, c01 = Vector512<float>.Zero;
        Vector512<float> c10 = Vector512<float>.Zero, c11 = Vector512<float>.Zero;
        Vector512<float> c20 = Vector512<float>.Zero, c21 = Vector512<float>.Zero;
        Vector512<float> c30 = Vector512<float>.Zero, c31 = Vector512<float>.Zero;
        Vector512<float> c40 = Vector512<float>.Zero, c41 = Vector512<float>.Zero;
        Vector512<float> c50 = Vector512<float>.Zero, c51 = Vector512<float>.Zero;
        Vector512<float> c60 = Vector512<float>.Zero, c61 = Vector512<float>.Zero;
        Vector512<float> c70 = Vector512<float>.Zero, c71 = Vector512<float>.Zero;
        Vector512<float> c80 = Vector512<float>.Zero, c81 = Vector512<float>.Zero;
        Vector512<float> c90 = Vector512<float>.Zero, c91 = Vector512<float>.Zero;
        int aStep = product.AStep;
        int bStep = product.BStep;
        foreach (Run run in product.Runs)
        {
            float* a = product.A + run.A;
            float* b = product.B + run.B;
            for (int k = product.Depth; k > 0; k--)
            {
                Vector512<float> b0 = Vector512.Load(b);
                Vector512<float> b1 = Vector512.Load(b + Vector512<float>.Count);
                Vector512<float> weight;

                weight = Vector512.Create(a[0]);
                c00 = Vector512.FusedMultiplyAdd(weight, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(weight, b1, c01);

                weight = Vector512.Create(a[1]);
                c10 = Vector512.FusedMultiplyAdd(weight, b0, c10);
                c11 = Vector512.FusedMultiplyAdd(weight, b1, c11);

                weight = Vector512.Create(a[2]);
                c20 = Vector512.FusedMultiplyAdd(weight, b0, c20);
                c21 = Vector512.FusedMultiplyAdd(weight, b1, c21);

                weight = Vector512.Create(a[3]);
                c30 = Vector512.FusedMultiplyAdd(weight, b0, c30);
                c31 = Vector512.FusedMultiplyAdd(weight, b1, c31);

                weight = Vector512.Create(a[4]);
                c40 = Vector512.FusedMultiplyAdd(weight, b0, c40);
                c41 = Vector512.FusedMultiplyAdd(weight, b1, c41);

                weight = Vector512.Create(a[5]);
                c50 = Vector512.FusedMultiplyAdd(weight, b0, c50);
                c51 = Vector512.FusedMultiplyAdd(weight, b1, c51);

                weight = Vector512.Create(a[6]);
                c60 = Vector512.FusedMultiplyAdd(weight, b0, c60);
                c61 = Vector512.FusedMultiplyAdd(weight, b1, c61);

                weight = Vector512.Create(a[7]);
                c70 = Vector512.FusedMultiplyAdd(weight, b0, c70);
                c71 = Vector512.FusedMultiplyAdd(weight, b1, c71);

                weight = Vector512.Create(a[8]);
                c80 = Vector512.FusedMultiplyAdd(weight, b0, c80);
                c81 = Vector512.FusedMultiplyAdd(weight, b1, c81);

                weight = Vector512.Create(a[9]);
                c90 = Vector512.FusedMultiplyAdd(weight, b0, c90);
                c91 = Vector512.FusedMultiplyAdd(weight, b1, c91);

                a += aStep;
                b += bStep;
            }
        }

        float* sums = stackalloc float[TileProduct.MaxRows * TileProduct.MaxColumns];
        Store(sums, 0, c00, c01);
        Store(sums, 1, c10, c11);
        Store(sums, 2, c20, c21);
        Store(sums, 3, c30, c31);
        Store(sums, 4, c40, c41);
        Store(sums, 5, c50, c51);
        Store(sums, 6, c60, c61);
        Store(sums, 7, c70, c71);
        Store(sums, 8, c80, c81);
        Store(sums, 9, c90, c91);
        product.Write(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* sums, int row, Vector512<float> left, Vector512<float> right)
    {
        left.Store(sums + (row * TileProduct.MaxColumns));
        right.Store(sums + (row * TileProduct.MaxColumns) + Vector512<float>.Count);
    }
}
