using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Layers that a second thread helps with.</summary>
public class ThreadTests
{
    [Fact]
    public void Two_threads_compute_what_one_does() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 700), WindowRows.MinColumns + random.Next(0, 200));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble() * 0.3, random.Next(1, WindowRows.MaxCentroids), 1);
        float[] bias = ProductChecks.Numbers(random, tensor.Rows);
        bool relu = random.Next(2) == 0;
        float[] input = ProductChecks.Numbers(random, tensor.RowLength);
        WindowRows windows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, paired: random.Next(2) == 0);
        ValueWindowRows values = ValueWindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, slotsPerLane: random.Next(2, 4));
        ByteWindowRows bytes = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, width: 64 * random.Next(1, 3));
        LaneRows lanes = LaneRows.Unpack(tensor.Packed, tensor.Codebook, bias, windows: random.Next(2) == 0);
        var activations = ActivationBytes.Of(input);
        var scratch = new float[ByteWindowProduct.ScratchLength(input.Length)];

        RequireSame(tensor.Rows, y => WindowProduct.Apply(windows, input, y, relu), y => WindowProduct.ApplyOnTwoThreads(windows, input, y, relu));
        RequireSame(tensor.Rows, y => WindowProduct.Apply(values, input, y, relu), y => WindowProduct.ApplyOnTwoThreads(values, input, y, relu));
        RequireSame(tensor.Rows, y => LaneProduct.Apply(lanes, input, y, relu), y => LaneProduct.ApplyOnTwoThreads(lanes, input, y, relu));
        RequireSame(
            tensor.Rows,
            y => ByteWindowProduct.Apply(bytes, input, activations, scratch, y, relu),
            y => ByteWindowProduct.ApplyOnTwoThreads(bytes, input, activations, scratch, y, relu));
    });

    [Fact]
    public void Two_threads_bring_the_sums_of_a_large_layer_to_their_rows()
    {
        var random = new Random(2);
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(RowOrder.MaxSmall + 40, 50), 0.1, 31, 1);
        WindowRows windows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: false);
        float[] input = ProductChecks.Numbers(random, tensor.RowLength);
        RequireSame(
            tensor.Rows, y => WindowProduct.Apply(windows, input, y, relu: false), y => WindowProduct.ApplyOnTwoThreads(windows, input, y, relu: false));
    }

    [Fact]
    public async Task Every_piece_of_work_is_done_once_however_many_ask_for_help()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(() =>
        {
            var random = new Random(caller);
            for (int turn = 0; turn < 3000; turn++)
            {
                var done = new int[random.Next(0, 40)];
                Count(done);
                Assert.All(done, times => Assert.Equal(1, times));
            }
        })));
    }

    [Fact]
    public void The_helper_wakes_after_it_has_slept()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            Thread.Sleep(20);
            var done = new int[20];
            Count(done);
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Nothing_is_allocated_once_the_helper_is_there()
    {
        var done = new int[20];
        Count(done);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Count(done);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static unsafe void Count(int[] done)
    {
        fixed (int* first = done)
        {
            Helper.Share(&Increment, first, done.Length);
        }

        static void Increment(void* counts, int thread, int first, int last)
        {
            for (int i = first; i < last; i++)
            {
                Interlocked.Increment(ref ((int*)counts)[i]);
            }
        }
    }

    private static void RequireSame(int rows, Action<float[]> one, Action<float[]> two)
    {
        var expected = new float[rows];
        float[] actual = [.. Enumerable.Repeat(float.NaN, rows)];
        one(expected);
        two(actual);
        Assert.Equal(expected, actual);
    }
}
