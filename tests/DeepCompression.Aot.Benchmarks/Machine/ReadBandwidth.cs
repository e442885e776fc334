using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DeepCompression.Aot.Benchmarks.Measuring;

namespace DeepCompression.Aot.Benchmarks.Machine;

/// <summary>How fast memory can be read, by summing it.</summary>
internal static unsafe class ReadBandwidth
{
    private const int Alignment = 64;
    private const int BytesPerStep = 4 * 64;

    /// <summary>The best of many passes in bytes per second, all threads together.</summary>
    /// <param name="bytes">The memory that each thread reads again and again: its size decides which level it is read from.</param>
    /// <param name="threads">Threads that read at the same time, each its own memory.</param>
    /// <param name="duration">How long to read.</param>
    public static double Measure(long bytes, int threads, TimeSpan duration)
    {
        var rates = new double[threads];
        using var start = new Barrier(threads);
        Thread[] readers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => rates[number] = Read(bytes, threads, duration, start)))];
        foreach (Thread reader in readers)
        {
            reader.Start();
        }

        foreach (Thread reader in readers)
        {
            reader.Join();
        }

        return rates.Sum();
    }

    private static double Read(long bytes, int threads, TimeSpan duration, Barrier start)
    {
        long length = bytes / BytesPerStep * BytesPerStep;
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, Alignment);
        try
        {
            NativeMemory.Clear(memory, (nuint)length);
            Sum(memory, length);
            start.SignalAndWait();
            return ReadRepeatedly(memory, length, threads, duration);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static double ReadRepeatedly(byte* memory, long length, int threads, TimeSpan duration)
    {
        // Passes of small memory are timed together, so that the clock does not count.
        int passes = (int)Math.Max(1, (4L << 20) / length);
        double best = double.PositiveInfinity;
        long sum = 0;
        long begin = Stopwatch.GetTimestamp();
        do
        {
            double microseconds = Clock.Time(threads, () =>
            {
                for (int pass = 0; pass < passes; pass++)
                {
                    sum += Sum(memory, length);
                }
            });
            best = Math.Min(best, microseconds / passes);
        }
        while (Stopwatch.GetElapsedTime(begin) < duration);

        GC.KeepAlive(sum);
        return 1e6 * length / best;
    }

    private static long Sum(byte* memory, long length)
    {
        Vector512<long> a = default;
        Vector512<long> b = default;
        Vector512<long> c = default;
        Vector512<long> d = default;
        for (byte* end = memory + length; memory < end; memory += BytesPerStep)
        {
            a += Vector512.LoadAligned((long*)memory);
            b += Vector512.LoadAligned((long*)(memory + 64));
            c += Vector512.LoadAligned((long*)(memory + 128));
            d += Vector512.LoadAligned((long*)(memory + 192));
        }

        return Vector512.Sum(a + b + c + d);
    }
}
