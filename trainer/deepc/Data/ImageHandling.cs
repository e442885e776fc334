using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.CommandLine.Data;

/// <summary>How image files are read.</summary>
/// <param name="Crops">Whether training sees any part of an image; null where it depends on the images.</param>
/// <param name="Flips">Whether training sees images mirrored; null where it depends on the images.</param>
/// <param name="Damaged">Told of each file that is left out; null where no file may be damaged.</param>
internal sealed record ImageHandling(bool? Crops = null, bool? Flips = null, Action<DataException>? Damaged = null)
{
    /// <summary>The sets as training takes them: what varies stays in its files, the rest is kept in memory if there is not too much of it.</summary>
    /// <param name="splits">The sets.</param>
    /// <param name="cancellation">Asked between images.</param>
    /// <exception cref="UsageException">Images are to vary that are in memory, cut to what is seen of them.</exception>
    public DatasetSplits Prepare(DatasetSplits splits, CancellationToken cancellation) =>
        new(Vary(splits.Train).Held(cancellation), splits.Validation.Held(cancellation), splits.Test.Held(cancellation));

    private Dataset Vary(Dataset images)
    {
        if (images.IsInMemory)
        {
            return Crops ?? Flips ?? false
                ? throw new UsageException($"--crop and --flip are for folders of image files, which '{images.Name}' is not.")
                : images;
        }

        // Photographs show the same from elsewhere and mirrored; drawings and letters do not.
        bool isColoured = images.Shape.Channels > 1;
        var variation = new ImageVariation(Crops ?? isColoured, Flips ?? isColoured);
        return variation.Crops || variation.Flips ? images.Varied(variation) : images;
    }
}
