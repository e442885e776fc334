using System.Runtime.Intrinsics;
using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Machine;

/// <summary>A level of memory.</summary>
internal enum MemoryLevel
{
    L2,
    L3,
    DRAM,
}

/// <summary>What the machine can do at most, measured before anything is timed.</summary>
/// <param name="Caches">The sizes of its caches.</param>
/// <param name="CyclesPerSecond">The clock of a core.</param>
/// <param name="OneThread">Bytes per second that one thread reads, by level.</param>
/// <param name="TwoThreads">Bytes per second that two threads read together, by level.</param>
internal sealed record MachineLimits(
    Caches Caches,
    double CyclesPerSecond,
    IReadOnlyDictionary<MemoryLevel, double> OneThread,
    IReadOnlyDictionary<MemoryLevel, double> TwoThreads)
{
    /// <summary>
    /// What is read to measure the third level: several times the second level of any processor, yet a quarter of an ordinary third. A
    /// shared one that is nearly filled gives two thirds of what it gives to this.
    /// </summary>
    private const long L3Bytes = 8L << 20;

    /// <summary>Twice this is read for memory itself where it is more than any third level's share.</summary>
    private const long LeastDramBytes = 256L << 20;

    /// <summary>Measures them; <paramref name="duration"/> is the time for each level and number of threads.</summary>
    public static MachineLimits Measure(TimeSpan duration)
    {
        Caches caches = Caches.Read();
        return new MachineLimits(caches, ClockRate.Measure(), Levels(1), Levels(2));

        Dictionary<MemoryLevel, double> Levels(int threads) => Enum.GetValues<MemoryLevel>()
            .ToDictionary(level => level, level => ReadBandwidth.Measure(BytesFor(level, caches), threads, duration));
    }

    /// <summary>The level that weights of this size are read from, again and again, where no other program takes any of it.</summary>
    public MemoryLevel LevelOf(long bytes) =>
        bytes <= Caches.L2 ? MemoryLevel.L2 : bytes <= Caches.L3 ? MemoryLevel.L3 : MemoryLevel.DRAM;

    /// <summary>The level whose bandwidth a rate comes closest to; null where it is far below any, so that something else is the limit.</summary>
    public MemoryLevel? LevelAt(double bytesPerSecond) => bytesPerSecond < OneThread[MemoryLevel.DRAM] / 2
        ? null
        : OneThread.MinBy(level => Math.Abs(Math.Log(bytesPerSecond / level.Value))).Key;

    /// <summary>The least time in microseconds in which a number of bytes can be read.</summary>
    public double Microseconds(long bytes, int threads) => 1e6 * bytes / (threads == 1 ? OneThread : TwoThreads)[LevelOf(bytes)];

    /// <summary>
    /// The least time in microseconds for multiply-adds: two vector units, each a vector of single-precision numbers in a cycle, or of
    /// four times as many 8-bit ones.
    /// </summary>
    public double Microseconds(long multiplyAdds, Precision precision, int threads)
    {
        int lanes = (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count) * (precision == Precision.Int8 ? 4 : 1);
        return 1e6 * multiplyAdds / (2.0 * lanes * threads) / CyclesPerSecond;
    }

    private static long BytesFor(MemoryLevel level, Caches caches) => level switch
    {
        MemoryLevel.L2 => caches.L2 / 2,
        MemoryLevel.L3 => L3Bytes,
        _ => Math.Max(LeastDramBytes, caches.L3 * 2),
    };
}
