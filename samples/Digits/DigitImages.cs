namespace DigitsSample;

/// <summary>A labelled test set of 28×28 digits.</summary>
/// <param name="Pixels">(count, 784), from 0 for paper to 255 for ink.</param>
/// <param name="Labels">(count).</param>
internal sealed record DigitImages(byte[] Pixels, byte[] Labels)
{
    public const int Side = 28;
    public const int ImageLength = Side * Side;
    public const int ClassCount = 10;

    /// <summary>Reads MNIST's test files, or others of their names and shape, from a folder.</summary>
    /// <exception cref="SampleException">A file is missing, damaged, or of another shape.</exception>
    public static DigitImages Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SampleException($"there is no folder '{folder}'; name one that holds IDX files, such as MNIST's");
        }

        byte[] labels = IdxFile.Read(folder, "t10k-labels", 1, out _);
        byte[] pixels = IdxFile.Read(folder, "t10k-images", 3, out int[] shape);
        if (shape[1] != Side || shape[2] != Side)
        {
            throw new SampleException($"the images in '{folder}' are {shape[1]}×{shape[2]}, the models take {Side}×{Side}");
        }

        if (shape[0] != labels.Length)
        {
            throw new SampleException($"'{folder}' holds {shape[0]} images but {labels.Length} labels; use files of one data set");
        }

        return new DigitImages(pixels, labels);
    }
}
