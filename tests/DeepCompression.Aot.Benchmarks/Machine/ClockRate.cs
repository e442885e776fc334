using System.Runtime.CompilerServices;
using DeepCompression.Aot.Benchmarks.Measuring;

namespace DeepCompression.Aot.Benchmarks.Machine;

/// <summary>The core's clock, from a chain of multiplications that each wait for the one before.</summary>
internal static class ClockRate
{
    /// <summary>Cycles from the operands of a 64-bit multiplication to its result, on every x86-64 and Arm64 core of the last decade.</summary>
    private const int CyclesPerMultiplication = 3;

    private const int Multiplications = 1_000_000;

    /// <summary>The clock in cycles per second: the best of several runs.</summary>
    public static double Measure()
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run < 30; run++)
        {
            long factor = (2 * run) + 3;
            best = Math.Min(best, Clock.Time(threads: 1, () => GC.KeepAlive(Chain(factor))));
        }

        return 1e6 * CyclesPerMultiplication * Multiplications / best;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Chain(long factor)
    {
        long product = factor;
        for (int i = 0; i < Multiplications; i += 4)
        {
            product *= factor;
            product *= factor;
            product *= factor;
            product *= factor;
        }

        return product;
    }
}
