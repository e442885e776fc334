using System.Diagnostics;

namespace ServerSample;

/// <summary>The answer to an image.</summary>
/// <param name="Digit">The likeliest digit.</param>
/// <param name="Probabilities">Of 0 to 9.</param>
internal sealed record Answer(int Digit, float[] Probabilities);

/// <summary>Runs the network for any number of requests at once and counts what that takes.</summary>
internal sealed class Classifier
{
    private long _inferences;
    private long _allocatedBytes;
    private long _ticks;

    /// <summary>How many images were classified.</summary>
    public long Inferences => Interlocked.Read(ref _inferences);

    /// <summary>What all inferences together allocated on the heap: none.</summary>
    public long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    /// <summary>What all inferences together took.</summary>
    public TimeSpan Duration => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    /// <summary>Classifies an image.</summary>
    /// <param name="image">(784), from 0 for paper to 255 for ink.</param>
    public Answer Classify(ReadOnlySpan<byte> image)
    {
        Span<float> logits = stackalloc float[Digits.OutputLength];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Digits.Run(image, logits);
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - start);
        Interlocked.Add(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Interlocked.Increment(ref _inferences);
        return ToAnswer(logits);
    }

    /// <summary>Softmax, with the largest exponent 0 so that none overflows.</summary>
    private static Answer ToAnswer(ReadOnlySpan<float> logits)
    {
        int digit = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            digit = logits[i] > logits[digit] ? i : digit;
        }

        float[] probabilities = new float[logits.Length];
        float sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = MathF.Exp(logits[i] - logits[digit]);
            sum += probabilities[i];
        }

        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return new Answer(digit, probabilities);
    }
}
