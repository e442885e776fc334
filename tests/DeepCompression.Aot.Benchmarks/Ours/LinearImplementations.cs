using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>The runtime's kernels for one fully connected layer, called directly.</summary>
internal static class LinearImplementations
{
    /// <summary>Columns of the widest window, which shorter rows cannot have.</summary>
    private const int WideWindow = 256;

    /// <summary>Every kernel that this machine can run; each is built when it is asked for.</summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network)
    {
        IEnumerable<Func<Implementation>> builders = [() => Gathered(network), () => GatheredLanes(network)];
        if (WindowProduct.IsSupported)
        {
            builders = [.. builders, () => Windows(network, paired: false), () => Windows(network, paired: true)];
        }

        if (ByteWindowProduct.IsSupported)
        {
            builders = [.. builders, () => ByteWindows(network, width: 64), () => ByteWindows(network, width: 128), () => FineWindows(network, width: 64), () => FineWindows(network, width: 128)];
        }

        if (ByteWindowProduct.IsSupported && network.InputLength >= WideWindow)
        {
            builders = [.. builders, () => ByteWindows(network, WideWindow)];
        }

        return builders.Select(build => build());
    }

    /// <summary>The kernel for processors without AVX-512: rows of 16-bit columns and single-precision weights, gathered with AVX2.</summary>
    private static Implementation Gathered(BenchmarkNetwork network)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        SparseRows<ushort> rows = SparseRows.Unpack<ushort>(packed.Tensor, packed.Codebook, GatherDot.SlotsPerStep);
        float[] bias = network.OnlyBias;
        long bytes = ((long)rows.Columns.Length * (sizeof(ushort) + sizeof(float))) + (rows.Start.Length * sizeof(int));
        return new Implementation("gather", Precision.Fp32, Threads: 1, bytes, Batched.Of(network, RunOne));

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

    /// <summary>The same with rows side by side and weights in half precision.</summary>
    private static Implementation GatheredLanes(BenchmarkNetwork network)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        LaneRows rows = LaneRows.Unpack(packed.Tensor, packed.Codebook, network.OnlyBias);
        return new Implementation(
            "gather lanes", Precision.Fp32, Threads: 1, rows.ByteCount,
            Batched.Of(network, (input, output) => LaneProduct.Apply(rows, input, output, relu: false)));
    }

    /// <summary>All samples of a batch at once, brought side by side and back as generated code does.</summary>
    public static Implementation Together(BenchmarkNetwork network)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        BatchRows rows = BatchRows.Unpack(packed.Tensor, packed.Codebook, network.OnlyBias);
        float[] columns = [];
        float[] sums = [];
        return new Implementation("batch", Precision.Fp32, Threads: 1, rows.ByteCount, (inputs, outputs) =>
        {
            Array.Resize(ref columns, inputs.Length);
            Array.Resize(ref sums, outputs.Length);
            int samples = inputs.Length / network.InputLength;
            Samples.Interleave(inputs, columns, samples);
            BatchProduct.Apply(rows, columns, sums, samples, relu: false);
            Samples.Separate(sums, outputs, samples);
        });
    }

    /// <summary>The sliding-window layout, which takes AVX-512.</summary>
    private static Implementation Windows(BenchmarkNetwork network, bool paired)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        WindowRows rows = WindowRows.Unpack(packed.Tensor, packed.Codebook, network.OnlyBias, paired);
        return new Implementation(
            paired ? "window pairs" : "window", Precision.Fp32, Threads: 1, rows.ByteCount,
            Batched.Of(network, (input, output) => WindowProduct.Apply(rows, input, output, relu: false)))
        {
            PortCycles = rows.Starts.Length * (paired ? StepCycles.OfPairedWindows : StepCycles.OfWindows),
        };
    }

    /// <summary>The sliding-window layout in 8-bit arithmetic, activations scaled anew in every run; it takes AVX-512 VBMI.</summary>
    private static Implementation ByteWindows(BenchmarkNetwork network, int width)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        ByteWindowRows rows = ByteWindowRows.Unpack(packed.Tensor, packed.Codebook, network.OnlyBias, width);
        var scratch = new float[ByteWindowProduct.ScratchLength(rows.Columns)];
        return new Implementation(
            $"byte window {width}", Precision.Int8, Threads: 1, rows.ByteCount,
            Batched.Of(network, (input, output) => ByteWindowProduct.Apply(rows, input, ActivationBytes.Of(input), scratch, output, relu: false)));
    }

    /// <summary>The same in 14-bit arithmetic.</summary>
    private static Implementation FineWindows(BenchmarkNetwork network, int width)
    {
        var packed = new PackedWeights(network.OnlyWeight);
        FineWindowRows rows = FineWindowRows.Unpack(packed.Tensor, packed.Codebook, network.OnlyBias, width);
        var scratch = new float[FineWindowProduct.ScratchLength(rows.Columns)];
        return new Implementation(
            $"fine window {width}", Precision.F14, Threads: 1, rows.ByteCount,
            Batched.Of(network, (input, output) => FineWindowProduct.Apply(rows, input, FineActivations.Of(input), scratch, output, relu: false)))
        {
            PortCycles = rows.Starts.Length * (width == 64 ? StepCycles.OfFineWindows64 : StepCycles.OfFineWindows128),
        };
    }
}
