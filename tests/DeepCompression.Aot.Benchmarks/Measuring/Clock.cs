using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Benchmarks.Measuring;

/// <summary>
/// Times work. What runs on one thread is timed by the processor time of that thread where the system tells it: on an idle machine that
/// is the time that passes, on a busy one it leaves out the time in which something else ran. Longer work, such as a dense baseline,
/// is interrupted more often than short work, so that the time that passes would flatter us.
/// </summary>
internal static partial class Clock
{
    private const int ThreadProcessorTime = 3;
    private const double NanosecondsPerMicrosecond = 1e3;

    /// <summary>The time in microseconds that a piece of work takes.</summary>
    /// <param name="threads">The threads that it runs on.</param>
    /// <param name="work">The work.</param>
    public static double Time(int threads, Action work)
    {
        if (threads > 1 || !OperatingSystem.IsLinux())
        {
            long start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        double before = ThreadMicroseconds();
        work();
        return ThreadMicroseconds() - before;
    }

    private static double ThreadMicroseconds()
    {
        if (GetTime(ThreadProcessorTime, out TimeSpecification time) != 0)
        {
            throw new InvalidOperationException("The system does not tell the processor time of a thread.");
        }

        return (time.Seconds * 1e6) + (time.Nanoseconds / NanosecondsPerMicrosecond);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpecification
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
