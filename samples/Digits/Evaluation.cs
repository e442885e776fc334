namespace DigitsSample;

/// <summary>What running a whole test set showed.</summary>
/// <param name="Logits">(count, 10).</param>
/// <param name="Predictions">(count).</param>
/// <param name="Wrong">How many predictions differ from the label.</param>
/// <param name="AllocatedBytes">What inference allocated on the heap.</param>
internal sealed record Evaluation(float[] Logits, byte[] Predictions, int Wrong, long AllocatedBytes)
{
    /// <summary>Classifies every image once.</summary>
    /// <param name="classifier">The network.</param>
    /// <param name="inputs">(count, 784).</param>
    /// <param name="labels">(count).</param>
    public static Evaluation Run(Classifier classifier, ReadOnlySpan<float> inputs, ReadOnlySpan<byte> labels)
    {
        float[] logits = new float[labels.Length * DigitImages.ClassCount];
        byte[] predictions = new byte[labels.Length];
        float[] workspace = new float[classifier.WorkspaceLength];
        classifier.Load();

        int wrong = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < labels.Length; i++)
        {
            Span<float> own = logits.AsSpan(i * DigitImages.ClassCount, DigitImages.ClassCount);
            classifier.Run(inputs.Slice(i * DigitImages.ImageLength, DigitImages.ImageLength), own, workspace);
            predictions[i] = (byte)Classifier.Largest(own);
            wrong += predictions[i] == labels[i] ? 0 : 1;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Evaluation(logits, predictions, wrong, allocated);
    }
}
