namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// What a run needs: <paramref name="Train"/> to fit weights, <paramref name="Validation"/> to choose
/// hyper-parameters and stopping, <paramref name="Test"/> to be read once, at the end.
/// </summary>
/// <param name="Train">Images that weights are fitted to.</param>
/// <param name="Validation">Images that decisions are made on.</param>
/// <param name="Test">Images that the reported error is measured on.</param>
public sealed record DatasetSplits(Dataset Train, Dataset Validation, Dataset Test)
{
    private const int MostValidation = 5_000;

    /// <summary>
    /// Takes the validation images from the end of a training set: a tenth of it, at least one image and
    /// at most 5,000 (which is what the 60,000 of MNIST give).
    /// </summary>
    /// <param name="training">All training images, at least two.</param>
    /// <param name="test">The test images, of the same shape and classes.</param>
    /// <exception cref="ArgumentException">There is nothing to split, or the sets do not belong together.</exception>
    public static DatasetSplits HoldOut(Dataset training, Dataset test)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        if (training.Shape != test.Shape || !training.ClassNames.SequenceEqual(test.ClassNames, StringComparer.Ordinal))
        {
            throw new ArgumentException("Training and test images differ in shape or classes.", nameof(test));
        }

        if (training.Count < 2)
        {
            throw new ArgumentException($"{training.Count} training images cannot be split in two.", nameof(training));
        }

        int validation = Math.Clamp(training.Count / 10, 1, MostValidation);
        int train = training.Count - validation;
        return new DatasetSplits(training.Slice(0, train), training.Slice(train, validation), test);
    }
}
