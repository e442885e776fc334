using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;

namespace DeepCompression.Aot.Runtime.Tests;

public class AllocationTests
{
    [Fact]
    public void Nothing_is_allocated_once_weights_are_unpacked()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(41), new TensorShape(9, 300), 0.2, 15, 1);
        SparseRows<ushort> rows = SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook, GatherDot.SlotsPerStep);
        WindowRows single = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: false);
        WindowRows paired = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: true);
        ByteWindowRows bytes = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width: 128);
        FineWindowRows fine = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width: 64);
        ValueWindowRows values = ValueWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], slotsPerLane: 2);
        LaneRows lanes = LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows: false);
        LaneRows windowed = LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows: true);
        BatchRows batch = BatchRows.Unpack(tensor.Packed, tensor.Codebook, []);
        float[] batchInput = new float[300 * 16];
        float[] batchElements = new float[300 * 16];
        float[] batchOutput = new float[9 * 16];
        float[] scratch = new float[FineWindowProduct.ScratchLength(300)];
        float[] x = new float[300];
        float[] y = new float[300];
        float[] pooled = new float[75];
        float[] padded = new float[12 * 27];
        var halving = new PoolShape(1, 10, 30, 2, 2, 2, 2);
        PoolShape padding = halving with { PadBottom = 1 };

        void Run()
        {
            for (int row = 0; row < rows.Start.Length - 1; row++)
            {
                int start = rows.Start[row];
                y[row] = GatherDot.Sum(
                    ref x[0], ref rows.Columns[start], ref rows.Values[start], rows.Start[row + 1] - start);
                y[row] += ScalarDot.Sum(
                    ref x[0], ref rows.Columns[start], ref rows.Values[start], rows.Start[row + 1] - start);
            }

            ByteWindowProduct.Apply(bytes, x, ActivationBytes.Of(x), scratch, y.AsSpan(0, 9), relu: true);
            FineWindowProduct.Apply(fine, x, FineActivations.Of(x), scratch, y.AsSpan(0, 9), relu: true);
            Samples.Interleave(batchInput, batchElements, 16);
            BatchProduct.Apply(batch, batchElements, batchOutput, 16, relu: true);
            LaneProduct.Apply(lanes, x, y.AsSpan(0, 9), relu: true);
            LaneProduct.Apply(windowed, x, y.AsSpan(0, 9), relu: true);
            WindowProduct.Apply(values, x, y.AsSpan(0, 9), relu: true);
            WindowProduct.Apply(single, x, y.AsSpan(0, 9), relu: true);
            WindowProduct.Apply(paired, x, y.AsSpan(0, 9), relu: false);
            Relu.Apply(y, y);
            Add.Apply(x, y, y);
            MaxPool.Apply(y, pooled, halving);
            AveragePool.Apply(y, pooled, padding);
            Padding.Copy(y.AsSpan(0, 250), padded, 1, 10, 25, 1, 1, 1, 1);
            Softmax.Apply(y, y);
        }

        RequireNoAllocation(Run);
    }

    [Fact]
    public void Decoding_needs_only_what_the_caller_gives()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(42), new TensorShape(9, 300), 0.2, 15, 1);
        var table = new uint[WeightTable.Length];
        var positions = new int[WeightDecoder.BlockLength];
        var codes = new byte[WeightDecoder.BlockLength];
        RequireNoAllocation(() =>
        {
            var decoder = new WeightDecoder(tensor.Packed, table);
            while (decoder.Read(positions, codes) > 0)
            {
            }
        });
    }

    private static void RequireNoAllocation(Action run)
    {
        run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
