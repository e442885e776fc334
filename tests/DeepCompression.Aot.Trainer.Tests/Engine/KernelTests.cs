using System.Runtime.Intrinsics;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>The matrix kernels against plain loops; each vector form is called by name, and the 512-bit one skipped where it is emulated.</summary>
public unsafe class KernelTests
{
    public static TheoryData<int, int, int, int> Tiles()
    {
        var data = new TheoryData<int, int, int, int>();
        foreach (int rows in new[] { 1, 4, 5, 6, 9, 10 })
        {
            foreach (int columns in new[] { 1, 7, 31, 32 })
            {
                data.Add(rows, columns, 1, 17);
                data.Add(rows, columns, 3, 2);
                data.Add(rows, columns, 2, 1);
                data.Add(rows, columns, 1, 0);
                data.Add(rows, columns, 0, 4);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void A_tile_is_the_product_of_plain_loops(int rows, int columns, int runs, int depth)
    {
        CheckTile(TileKernelPortable.Compute, rows, columns, runs, depth);
        if (Vector512.IsHardwareAccelerated)
        {
            CheckTile(TileKernel512.Compute, rows, columns, runs, depth);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 4, 3)]
    public void A_correlation_tile_is_the_sum_of_plain_loops(int height, int width, int blocks)
    {
        CheckCorrelation(CorrelationKernelPortable.Compute, height, width, blocks);
        if (Vector512.IsHardwareAccelerated)
        {
            CheckCorrelation(CorrelationKernel512.Compute, height, width, blocks);
        }
    }

    [Fact]
    public void A_linear_layer_infers_the_product_of_plain_loops_at_every_size()
    {
        foreach (int inputs in new[] { 1, 9, 31, 32, 33 })
        {
            foreach (int outputs in new[] { 1, 9, 10, 11, 33 })
            {
                foreach (int samples in new[] { 0, 1, 31, 32, 33, 300 })
                {
                    CheckLinear(TestNetworks.Linear(inputs, outputs), inputs, outputs, samples);
                }
            }
        }
    }

    private delegate void TileKernel(in TileProduct product);

    private delegate void CorrelationKernel(in CorrelationTile tile, Span<float> sums);

    private static void CheckTile(TileKernel kernel, int rows, int columns, int runs, int depth)
    {
        const int AStep = TileProduct.MaxRows + 3;
        const int BStep = TileProduct.MaxColumns + 5;
        const int CStep = TileProduct.MaxColumns + 1;
        Run[] places = [.. Enumerable.Range(0, runs).Select(run => new Run(run * 40, (runs - run) * 70))];
        float[] a = TestNetworks.Random(2000, seed: 1);
        float[] b = TestNetworks.Random(4000, seed: 2);
        float[] bias = TestNetworks.Random(rows, seed: 3);
        float[] old = TestNetworks.Random(rows * CStep, seed: 4);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] c = [.. old];
            fixed (float* pa = a, pb = b, pc = c, pbias = bias)
            {
                var product = new TileProduct
                {
                    A = pa, AStep = AStep, B = pb, BStep = BStep, Runs = places, Depth = depth,
                    C = pc, CStep = CStep, Rows = rows, Columns = columns, Bias = pbias, Accumulate = accumulate,
                };
                kernel(in product);
            }

            for (int i = 0; i < c.Length; i++)
            {
                (int row, int column) = Math.DivRem(i, CStep);
                double expected = column >= columns ? old[i] : bias[row] + (accumulate ? old[i] : 0)
                    + places.Sum(run => Enumerable.Range(0, depth).Sum(k => (double)a[run.A + (k * AStep) + row] * b[run.B + (k * BStep) + column]));
                Assert.Equal(expected, c[i], 1e-5);
            }
        }
    }

    private static void CheckCorrelation(CorrelationKernel kernel, int height, int width, int blocks)
    {
        const int StepX = 2 * Lanes.Count;
        const int StepY = 11 * Lanes.Count;
        const int Block = 100 * Lanes.Count;
        int[] rows = [0, 640, 320, 1280, 960];
        int[] columns = [64, 0, 32, 960];
        float[] gradient = TestNetworks.Random(blocks * Block, seed: 1);
        float[] input = TestNetworks.Random(blocks * Block, seed: 2);
        var sums = new float[CorrelationTile.Rows * CorrelationTile.Columns];
        fixed (float* pg = gradient, pi = input)
        {
            var tile = new CorrelationTile
            {
                Gradient = pg, GradientBlock = Block, RowOffsets = rows, Input = pi, InputBlock = Block, ColumnOffsets = columns,
                StepY = StepY, StepX = StepX, Height = height, Width = width, Blocks = blocks,
            };
            kernel(in tile, sums);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            double expected = 0;
            for (int j = 0; j < blocks * height * width * Lanes.Count; j++)
            {
                (int place, int lane) = Math.DivRem(j, Lanes.Count);
                (int block, int position) = Math.DivRem(place, height * width);
                (int y, int x) = Math.DivRem(position, width);
                expected += (double)gradient[(block * Block) + rows[i / CorrelationTile.Columns] + (position * Lanes.Count) + lane]
                    * input[(block * Block) + columns[i % CorrelationTile.Columns] + (y * StepY) + (x * StepX) + lane];
            }

            Assert.Equal(expected, sums[i], 1e-4);
        }
    }

    private static void CheckLinear(NetworkDefinition network, int inputs, int outputs, int samples)
    {
        using ITrainingSession session = new ManagedEngine(threads: 2).CreateSession(network, seed: 1);
        float[] bias = TestNetworks.Random(outputs, seed: 6);
        session.SetParameter(1, bias);
        float[] weight = session.GetParameter(0).ToArray();
        float[] x = TestNetworks.Random(samples * inputs, seed: 7);
        var logits = new float[samples * outputs];
        session.Infer(x, logits);
        for (int i = 0; i < logits.Length; i++)
        {
            (int sample, int output) = Math.DivRem(i, outputs);
            double expected = bias[output];
            for (int k = 0; k < inputs; k++)
            {
                expected += (double)weight[(output * inputs) + k] * x[(sample * inputs) + k];
            }

            Assert.Equal(expected, logits[i], 1e-5);
        }
    }
}
