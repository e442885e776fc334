using System.Runtime.Intrinsics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>The sparse kernels against plain loops; each vector form is called by name, and the 512-bit one skipped where it is emulated.</summary>
public unsafe class SparseKernelTests
{
    public static TheoryData<int, int> Stretches()
    {
        var data = new TheoryData<int, int>();
        foreach (int positions in new[] { 1, 2, 3, 4, 5, 8, 12, 15, 24 })
        {
            foreach (int weights in new[] { 0, 1, 3, 4, 5, 9 })
            {
                data.Add(positions, weights);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stretches))]
    public void A_weighted_sum_is_the_sum_of_plain_loops(int positions, int weights)
    {
        CheckSum(WeightedSumPortable.Compute, positions * Lanes.Count, weights);
        if (Vector512.IsHardwareAccelerated)
        {
            CheckSum(WeightedSum512.Compute, positions * Lanes.Count, weights);
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 1, 4)]
    [InlineData(2, 1, 3, 2)]
    [InlineData(3, 4, 1, 3)]
    public void Shifted_dots_are_the_sums_of_plain_loops(int height, int width, int positions, int blocks)
    {
        foreach (int weights in new[] { ShiftedDots.Few, ShiftedDots.Many })
        {
            CheckDots(ShiftedDotsPortable.Compute, weights, height, width, positions * Lanes.Count, blocks);
            if (Vector512.IsHardwareAccelerated)
            {
                CheckDots(ShiftedDots512.Compute, weights, height, width, positions * Lanes.Count, blocks);
            }
        }
    }

    private delegate void SumKernel(in WeightedSum sum);

    private delegate void DotsKernel(in ShiftedDots dots, Span<float> sums);

    private static void CheckSum(SumKernel kernel, int length, int count)
    {
        const int Bias = 3;
        float[] weights = TestNetworks.Random(count, seed: 1);
        int[] offsets = [.. Enumerable.Range(0, count).Select(j => (j * 7 % 5 * 32) - 64)];
        float[] source = TestNetworks.Random(length + 300, seed: 2);
        float[] old = TestNetworks.Random(length + 64, seed: 3);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] target = [.. old];
            fixed (float* s = source, t = target)
            {
                var sum = new WeightedSum
                {
                    Weights = weights, Offsets = offsets, Source = s + 64, Target = t + 32, Length = length, Bias = Bias, Accumulate = accumulate,
                };
                kernel(in sum);
            }

            for (int i = 0; i < target.Length; i++)
            {
                bool written = i >= 32 && i < 32 + length;
                double expected = !written ? old[i] : Bias + (accumulate ? old[i] : 0)
                    + Enumerable.Range(0, count).Sum(j => (double)weights[j] * source[64 + offsets[j] + i - 32]);
                Assert.Equal(expected, target[i], 1e-5);
            }
        }
    }

    private static void CheckDots(DotsKernel kernel, int weights, int height, int width, int length, int blocks)
    {
        const int StepX = 3 * Lanes.Count;
        const int StepY = 20 * Lanes.Count;
        const int Block = 100 * Lanes.Count;
        int[] offsets = new[] { 0, 32, 64, 320, 96, 96, 1280, 640 }[..weights];
        float[] gradient = TestNetworks.Random(blocks * Block, seed: 1);
        float[] input = TestNetworks.Random(blocks * Block, seed: 2);
        var sums = new float[weights];
        fixed (float* g = gradient, x = input)
        {
            var dots = new ShiftedDots
            {
                Gradient = g, GradientBlock = Block, Input = x, InputBlock = Block, Offsets = offsets,
                Height = height, Width = width, StepY = StepY, StepX = StepX, Length = length, Blocks = blocks,
            };
            kernel(in dots, sums);
        }

        for (int weight = 0; weight < sums.Length; weight++)
        {
            double expected = 0;
            for (int i = 0; i < blocks * height * width * length; i++)
            {
                (int stretch, int element) = Math.DivRem(i, length);
                (int block, int place) = Math.DivRem(stretch, height * width);
                (int row, int column) = Math.DivRem(place, width);
                expected += (double)gradient[(block * Block) + (place * length) + element]
                    * input[(block * Block) + offsets[weight] + (row * StepY) + (column * StepX) + element];
            }

            Assert.Equal(expected, sums[weight], 1e-4);
        }
    }
}
