using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>Data sets as a user has them: a folder of four IDX files.</summary>
internal static class TrainingImages
{
    /// <summary>A few drawn digits; returns the folder.</summary>
    public static string Write(TemporaryFolder folder)
    {
        DatasetSplits data = DrawnDigits.Create(400, 1, 200);
        string images = folder.File("images");
        Directory.CreateDirectory(images);
        Write(images, "train", data.Train.Pixels, Bytes(data.Train.Labels), 28);
        Write(images, "t10k", data.Test.Pixels, Bytes(data.Test.Labels), 28);
        return images;
    }

    /// <summary>The two files of a set of square images.</summary>
    public static void Write(string folder, string set, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> labels, int side)
    {
        IdxWriter.Write(Path.Combine(folder, $"{set}-images-idx3-ubyte"), [labels.Length, side, side], pixels);
        IdxWriter.Write(Path.Combine(folder, $"{set}-labels-idx1-ubyte"), [labels.Length], labels);
    }

    private static byte[] Bytes(ReadOnlySpan<int> labels) => [.. labels.ToArray().Select(label => (byte)label)];
}
