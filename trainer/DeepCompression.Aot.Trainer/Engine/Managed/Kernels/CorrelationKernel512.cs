using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary><see cref="CorrelationTile"/> with 512-bit vectors: 5 × 4 accumulators; 20 fused multiply-adds for every 9 loads.</summary>
internal static unsafe class CorrelationKernel512
{
    public static void Compute(in CorrelationTile tile, Span<float> sums)
    {
        Vector512<float> c00 = Vector512<float>.Zero, c01 = Vector512<float>.Zero, c02 = Vector512<float>.Zero, c03 = Vector512<float>.Zero;
        Vector512<float> c10 = Vector512<float>.Zero, c11 = Vector512<float>.Zero, c12 = Vector512<float>.Zero, c13 = Vector512<float>.Zero;
        Vector512<float> c20 = Vector512<float>.Zero, c21 = Vector512<float>.Zero, c22 = Vector512<float>.Zero, c23 = Vector512<float>.Zero;
        Vector512<float> c30 = Vector512<float>.Zero, c31 = Vector512<float>.Zero, c32 = Vector512<float>.Zero, c33 = Vector512<float>.Zero;
        Vector512<float> c40 = Vector512<float>.Zero, c41 = Vector512<float>.Zero, c42 = Vector512<float>.Zero, c43 = Vector512<float>.Zero;
        nint r1 = tile.RowOffsets[1] - tile.RowOffsets[0];
        nint r2 = tile.RowOffsets[2] - tile.RowOffsets[0];
        nint r3 = tile.RowOffsets[3] - tile.RowOffsets[0];
        nint r4 = tile.RowOffsets[4] - tile.RowOffsets[0];
        nint s0 = tile.ColumnOffsets[0];
        nint s1 = tile.ColumnOffsets[1];
        nint s2 = tile.ColumnOffsets[2];
        nint s3 = tile.ColumnOffsets[3];
        float* gradient = tile.Gradient + tile.RowOffsets[0];
        for (int block = 0; block < tile.Blocks; block++)
        {
            float* g = gradient + (block * tile.GradientBlock);
            for (int y = 0; y < tile.Height; y++)
            {
                float* x = tile.Input + (block * tile.InputBlock) + ((nint)y * tile.StepY);
                for (int position = 0; position < tile.Width; position++)
                {
                    for (int half = 0; half < Lanes.Count; half += Vector512<float>.Count)
                    {
                        Vector512<float> x0 = Vector512.Load(x + s0 + half);
                        Vector512<float> x1 = Vector512.Load(x + s1 + half);
                        Vector512<float> x2 = Vector512.Load(x + s2 + half);
                        Vector512<float> x3 = Vector512.Load(x + s3 + half);
                        Vector512<float> row;

                        row = Vector512.Load(g + half);
                        c00 = Vector512.FusedMultiplyAdd(row, x0, c00);
                        c01 = Vector512.FusedMultiplyAdd(row, x1, c01);
                        c02 = Vector512.FusedMultiplyAdd(row, x2, c02);
                        c03 = Vector512.FusedMultiplyAdd(row, x3, c03);

                        row = Vector512.Load(g + r1 + half);
                        c10 = Vector512.FusedMultiplyAdd(row, x0, c10);
                        c11 = Vector512.FusedMultiplyAdd(row, x1, c11);
                        c12 = Vector512.FusedMultiplyAdd(row, x2, c12);
                        c13 = Vector512.FusedMultiplyAdd(row, x3, c13);

                        row = Vector512.Load(g + r2 + half);
                        c20 = Vector512.FusedMultiplyAdd(row, x0, c20);
                        c21 = Vector512.FusedMultiplyAdd(row, x1, c21);
                        c22 = Vector512.FusedMultiplyAdd(row, x2, c22);
                        c23 = Vector512.FusedMultiplyAdd(row, x3, c23);

                        row = Vector512.Load(g + r3 + half);
                        c30 = Vector512.FusedMultiplyAdd(row, x0, c30);
                        c31 = Vector512.FusedMultiplyAdd(row, x1, c31);
                        c32 = Vector512.FusedMultiplyAdd(row, x2, c32);
                        c33 = Vector512.FusedMultiplyAdd(row, x3, c33);

                        row = Vector512.Load(g + r4 + half);
                        c40 = Vector512.FusedMultiplyAdd(row, x0, c40);
                        c41 = Vector512.FusedMultiplyAdd(row, x1, c41);
                        c42 = Vector512.FusedMultiplyAdd(row, x2, c42);
                        c43 = Vector512.FusedMultiplyAdd(row, x3, c43);
                    }

                    g += Lanes.Count;
                    x += tile.StepX;
                }
            }
        }

        Store(sums, 0, c00, c01, c02, c03);
        Store(sums, 1, c10, c11, c12, c13);
        Store(sums, 2, c20, c21, c22, c23);
        Store(sums, 3, c30, c31, c32, c33);
        Store(sums, 4, c40, c41, c42, c43);
    }

    private static void Store(
        Span<float> sums, int row, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Span<float> target = sums.Slice(row * CorrelationTile.Columns, CorrelationTile.Columns);
        target[0] = Vector512.Sum(a);
        target[1] = Vector512.Sum(b);
        target[2] = Vector512.Sum(c);
        target[3] = Vector512.Sum(d);
    }
}
