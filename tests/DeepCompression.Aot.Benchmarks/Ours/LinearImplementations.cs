using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>The runtime's kernels for one fully connected layer, called directly.</summary>
internal static class LinearImplementations
{
    /// <summary>Every kernel that this machine can run.</summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network) => Gathered(network);

    /// <summary>The kernel for processors without AVX-512: rows of 16-bit columns and single-precision weights, gathered with AVX2.</summary>
    public static IEnumerable<Implementation> Gathered(BenchmarkNetwork network)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        SparseRows<ushort> rows = SparseRows.Unpack<ushort>(packed.Tensor, packed.Codebook, GatherDot.SlotsPerStep);
        float[] bias = network.OnlyBias;
        long bytes = ((long)rows.Columns.Length * (sizeof(ushort) + sizeof(float))) + (rows.Start.Length * sizeof(int));
        yield return new Implementation("gather", Precision.Fp32, Threads: 1, bytes, Batched.Of(network, RunOne));

        void RunOne(ReadOnlySpan<float> input, Span<float> output)
        {
            for (int row = 0; row < output.Length; row++)
            {
                int start = rows.Start[row];
                int slots = rows.Start[row + 1] - start;
                output[row] = bias[row] + (slots == 0 ? 0 : GatherDot.Sum(in input[0], in rows.Columns[start], in rows.Values[start], slots));
            }
        }
    }
}
