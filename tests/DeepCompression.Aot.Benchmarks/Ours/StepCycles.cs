using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>The least cycles that a processor's vector units allow a step of the sliding-window layouts, whatever feeds it.</summary>
/// <remarks>
/// Intel's processors run the instructions of a step on two ports, and all permutes on one of them. AMD's Zen 5 has four for them, of
/// which two permute: one of two registers takes 0.62 cycles.
/// </remarks>
internal static class StepCycles
{
    /// <summary>Thirteen instructions, six of them permutes.</summary>
    public static double OfWindows => Processor.IsAmds ? 3.7 : 6.5;

    /// <summary>Fifteen, six of them permutes.</summary>
    public static double OfPairedWindows => Processor.IsAmds ? 3.75 : 7.5;

    /// <summary>Twenty-nine for two steps of 14-bit integers.</summary>
    public static double OfFineWindows64 => Processor.IsAmds ? 3.6 : 7.25;

    /// <summary>The same with permutes of two registers of bytes, each of which takes Intel's three.</summary>
    public static double OfFineWindows128 => Processor.IsAmds ? 3.6 : 9.25;
}
