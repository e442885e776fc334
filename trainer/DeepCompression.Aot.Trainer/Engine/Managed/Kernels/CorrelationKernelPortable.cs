using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary><see cref="CorrelationTile"/> with the machine's <see cref="Vector{T}"/>, in parts of 5 × 2 accumulators, which fit 16 registers.</summary>
internal static unsafe class CorrelationKernelPortable
{
    private const int PartColumns = 2;

    public static void Compute(in CorrelationTile tile, Span<float> sums)
    {
        for (int first = 0; first < CorrelationTile.Columns; first += PartColumns)
        {
            ComputePart(in tile, first, sums);
        }
    }

    private static void ComputePart(in CorrelationTile tile, int first, Span<float> sums)
    {
        Vector<float> c00 = Vector<float>.Zero, c01 = Vector<float>.Zero;
        Vector<float> c10 = Vector<float>.Zero, c11 = Vector<float>.Zero;
        Vector<float> c20 = Vector<float>.Zero, c21 = Vector<float>.Zero;
        Vector<float> c30 = Vector<float>.Zero, c31 = Vector<float>.Zero;
        Vector<float> c40 = Vector<float>.Zero, c41 = Vector<float>.Zero;
        nint r1 = tile.RowOffsets[1] - tile.RowOffsets[0];
        nint r2 = tile.RowOffsets[2] - tile.RowOffsets[0];
        nint r3 = tile.RowOffsets[3] - tile.RowOffsets[0];
        nint r4 = tile.RowOffsets[4] - tile.RowOffsets[0];
        nint s0 = tile.ColumnOffsets[first];
        nint s1 = tile.ColumnOffsets[first + 1];
        float* gradient = tile.Gradient + tile.RowOffsets[0];
        for (int block = 0; block < tile.Blocks; block++)
        {
            float* g = gradient + (block * tile.GradientBlock);
            for (int y = 0; y < tile.Height; y++)
            {
                float* x = tile.Input + (block * tile.InputBlock) + ((nint)y * tile.StepY);
                for (int position = 0; position < tile.Width; position++)
                {
                    for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
                    {
                        Vector<float> x0 = Vector.Load(x + s0 + lane);
                        Vector<float> x1 = Vector.Load(x + s1 + lane);
                        Vector<float> row;

                        row = Vector.Load(g + lane);
                        c00 = Vector.MultiplyAddEstimate(row, x0, c00);
                        c01 = Vector.MultiplyAddEstimate(row, x1, c01);

                        row = Vector.Load(g + r1 + lane);
                        c10 = Vector.MultiplyAddEstimate(row, x0, c10);
                        c11 = Vector.MultiplyAddEstimate(row, x1, c11);

                        row = Vector.Load(g + r2 + lane);
                        c20 = Vector.MultiplyAddEstimate(row, x0, c20);
                        c21 = Vector.MultiplyAddEstimate(row, x1, c21);

                        row = Vector.Load(g + r3 + lane);
                        c30 = Vector.MultiplyAddEstimate(row, x0, c30);
                        c31 = Vector.MultiplyAddEstimate(row, x1, c31);

                        row = Vector.Load(g + r4 + lane);
                        c40 = Vector.MultiplyAddEstimate(row, x0, c40);
                        c41 = Vector.MultiplyAddEstimate(row, x1, c41);
                    }

                    g += Lanes.Count;
                    x += tile.StepX;
                }
            }
        }

        Store(sums, 0, first, c00, c01);
        Store(sums, 1, first, c10, c11);
        Store(sums, 2, first, c20, c21);
        Store(sums, 3, first, c30, c31);
        Store(sums, 4, first, c40, c41);
    }

    private static void Store(Span<float> sums, int row, int first, Vector<float> left, Vector<float> right)
    {
        Span<float> target = sums.Slice((row * CorrelationTile.Columns) + first, PartColumns);
        target[0] = Vector.Sum(left);
        target[1] = Vector.Sum(right);
    }
}
