using System.Diagnostics;

namespace DigitsSample;

/// <summary>What running a whole test set showed.</summary>
/// <param name="Logits">(count, 10).</param>
/// <param name="Predictions">(count).</param>
/// <param name="Wrong">How many predictions differ from the label.</param>
/// <param name="AllocatedBytes">What inference allocated on the heap.</param>
internal sealed record Evaluation(float[] Logits, byte[] Predictions, int Wrong, long AllocatedBytes)
{
    /// <summary>Classifies every image once.</summary>
    public static Evaluation Run(Classifier classifier, DigitImages images)
    {
        float[] logits = new float[images.Count * DigitImages.ClassCount];
        byte[] predictions = new byte[images.Count];
        float[] workspace = new float[classifier.WorkspaceLength];
        classifier.Load();
        classifier.Run(images[0], logits.AsSpan(0, DigitImages.ClassCount), workspace);

        int wrong = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < images.Count; i++)
        {
            Span<float> own = logits.AsSpan(i * DigitImages.ClassCount, DigitImages.ClassCount);
            classifier.Run(images[i], own, workspace);
            predictions[i] = (byte)Classifier.Largest(own);
            wrong += predictions[i] == images.Labels[i] ? 0 : 1;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Evaluation(logits, predictions, wrong, allocated);
    }
}

/// <summary>Time per image: many short runs, of which the 20th percentile is reported, since other work only ever adds time.</summary>
internal static class Latency
{
    /// <summary>The images of one run.</summary>
    public const int RunLength = 100;

    private const int MaximumRuns = 5_000;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>The 20th percentile in microseconds per image, and the number of runs it is taken from.</summary>
    public static double Measure(Classifier classifier, DigitImages images, out int runs)
    {
        float[] workspace = new float[classifier.WorkspaceLength];
        double[] microseconds = new double[MaximumRuns];
        long start = Stopwatch.GetTimestamp();
        int next = 0;
        for (runs = 0; runs < MaximumRuns && Stopwatch.GetElapsedTime(start) < Budget; runs++)
        {
            microseconds[runs] = TimeRun(classifier, images, ref next, workspace);
        }

        Array.Sort(microseconds, 0, runs);
        return microseconds[runs / 5];
    }

    private static double TimeRun(Classifier classifier, DigitImages images, ref int next, Span<float> workspace)
    {
        Span<float> logits = stackalloc float[DigitImages.ClassCount];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < RunLength; i++)
        {
            classifier.Run(images[next], logits, workspace);
            next = next + 1 < images.Count ? next + 1 : 0;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / RunLength;
    }
}
