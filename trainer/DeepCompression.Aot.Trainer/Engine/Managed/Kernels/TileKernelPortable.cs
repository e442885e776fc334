using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// <see cref="TileProduct"/> with the machine's <see cref="Vector{T}"/>, be it 128 or 256 bits: the tile in parts of 5 rows × 2 vectors,
/// whose 10 accumulators, two vectors of B and a broadcast weight fit 16 registers.
/// </summary>
internal static unsafe class TileKernelPortable
{
    private const int PartRows = 5;

    private static int PartColumns => 2 * Vector<float>.Count;

    // The sums are written before they are read.
    [SkipLocalsInit]
    public static void Compute(in TileProduct product)
    {
        float* sums = stackalloc float[TileProduct.MaxRows * TileProduct.MaxColumns];
        for (int row = 0; row < product.Rows; row += PartRows)
        {
            for (int column = 0; column < TileProduct.MaxColumns; column += PartColumns)
            {
                ComputePart(in product, row, column, sums + (row * TileProduct.MaxColumns) + column);
            }
        }

        product.Write(sums);
    }

    private static void ComputePart(in TileProduct product, int row, int column, float* sums)
    {
        Vector<float> c00 = Vector<float>.Zero, c01 = Vector<float>.Zero;
        Vector<float> c10 = Vector<float>.Zero, c11 = Vector<float>.Zero;
        Vector<float> c20 = Vector<float>.Zero, c21 = Vector<float>.Zero;
        Vector<float> c30 = Vector<float>.Zero, c31 = Vector<float>.Zero;
        Vector<float> c40 = Vector<float>.Zero, c41 = Vector<float>.Zero;
        int aStep = product.AStep;
        int bStep = product.BStep;
        foreach (Run run in product.Runs)
        {
            float* a = product.A + run.A + row;
            float* b = product.B + run.B + column;
            for (int k = product.Depth; k > 0; k--)
            {
                Vector<float> b0 = Vector.Load(b);
                Vector<float> b1 = Vector.Load(b + Vector<float>.Count);
                Vector<float> weight;

                weight = new Vector<float>(a[0]);
                c00 = Vector.MultiplyAddEstimate(weight, b0, c00);
                c01 = Vector.MultiplyAddEstimate(weight, b1, c01);

                weight = new Vector<float>(a[1]);
                c10 = Vector.MultiplyAddEstimate(weight, b0, c10);
                c11 = Vector.MultiplyAddEstimate(weight, b1, c11);

                weight = new Vector<float>(a[2]);
                c20 = Vector.MultiplyAddEstimate(weight, b0, c20);
                c21 = Vector.MultiplyAddEstimate(weight, b1, c21);

                weight = new Vector<float>(a[3]);
                c30 = Vector.MultiplyAddEstimate(weight, b0, c30);
                c31 = Vector.MultiplyAddEstimate(weight, b1, c31);

                weight = new Vector<float>(a[4]);
                c40 = Vector.MultiplyAddEstimate(weight, b0, c40);
                c41 = Vector.MultiplyAddEstimate(weight, b1, c41);

                a += aStep;
                b += bStep;
            }
        }

        Store(sums, 0, c00, c01);
        Store(sums, 1, c10, c11);
        Store(sums, 2, c20, c21);
        Store(sums, 3, c30, c31);
        Store(sums, 4, c40, c41);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* sums, int row, Vector<float> left, Vector<float> right)
    {
        left.Store(sums + (row * TileProduct.MaxColumns));
        right.Store(sums + (row * TileProduct.MaxColumns) + Vector<float>.Count);
    }
}
