using System.Diagnostics;

namespace DigitsSample;

/// <summary>Time per image: many short runs, of which the 20th percentile is reported, since other work only ever adds time.</summary>
internal static class Latency
{
    /// <summary>The images of one run.</summary>
    public const int RunLength = 100;

    private const int MaximumRuns = 5_000;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>The 20th percentile in microseconds per image, and the number of runs it is taken from.</summary>
    /// <param name="classifier">The network.</param>
    /// <param name="inputs">(count, 784).</param>
    /// <param name="runs">How many runs fitted into the time.</param>
    public static double Measure(Classifier classifier, ReadOnlySpan<float> inputs, out int runs)
    {
        float[] workspace = new float[classifier.WorkspaceLength];
        double[] microseconds = new double[MaximumRuns];
        long start = Stopwatch.GetTimestamp();
        int next = 0;
        for (runs = 0; runs < MaximumRuns && Stopwatch.GetElapsedTime(start) < Budget; runs++)
        {
            microseconds[runs] = TimeRun(classifier, inputs, ref next, workspace);
        }

        Array.Sort(microseconds, 0, runs);
        return microseconds[runs / 5];
    }

    private static double TimeRun(Classifier classifier, ReadOnlySpan<float> inputs, ref int next, Span<float> workspace)
    {
        Span<float> logits = stackalloc float[DigitImages.ClassCount];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < RunLength; i++)
        {
            classifier.Run(inputs.Slice(next, DigitImages.ImageLength), logits, workspace);
            next = next + DigitImages.ImageLength < inputs.Length ? next + DigitImages.ImageLength : 0;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / RunLength;
    }
}
