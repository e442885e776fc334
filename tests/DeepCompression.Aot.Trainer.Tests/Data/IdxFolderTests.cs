using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class IdxFolderTests : IDisposable
{
    private static readonly byte[] TrainImages = IdxBytes.Of([4, 1, 2], 10, 11, 20, 21, 30, 31, 40, 41);
    private static readonly byte[] TrainLabels = IdxBytes.Of([4], 0, 1, 2, 1);
    private static readonly byte[] TestImages = IdxBytes.Of([2, 1, 2], 50, 51, 60, 61);
    private static readonly byte[] TestLabels = IdxBytes.Of([2], 2, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-idx", "", false)]
    [InlineData(".idx", "", false)]
    [InlineData("-idx", ".gz", true)]
    [InlineData(".idx", ".gz", true)]
    [InlineData("-idx", "", true)]
    [InlineData("-idx", ".gz", false)]
    public void Every_naming_is_found_and_gzip_is_told_by_content(string separator, string ending, bool gzip)
    {
        WriteAll(separator, ending, gzip);

        DatasetSplits splits = IdxFolder.Read(_folder.Path);

        Assert.Equal([10, 11, 20, 21, 30, 31], splits.Train.Pixels.ToArray());
        Assert.Equal([0, 1, 2], splits.Train.Labels.ToArray());
        Assert.Equal([40, 41], splits.Validation.Pixels.ToArray());
        Assert.Equal([50, 51, 60, 61], splits.Test.Pixels.ToArray());
        Assert.Equal(new ImageShape(1, 1, 2), splits.Test.Shape);
        Assert.Equal(["0", "1", "2"], splits.Test.ClassNames);
        Assert.Equal(Path.GetFileName(_folder.Path), splits.Train.Name);
    }

    [Fact]
    public void A_name_and_classes_given_are_used()
    {
        WriteAll();

        Dataset test = IdxFolder.ReadTest(_folder.Path, ["cat", "dog", "cow", "hen"], "animals");

        Assert.Equal("animals", test.Name);
        Assert.Equal(4, test.ClassCount);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_folder()
    {
        WriteAll();
        File.Delete(_folder.File("t10k-labels-idx1-ubyte"));

        DataException error = Assert.Throws<DataException>(() => IdxFolder.Read(_folder.Path));

        Assert.Equal(_folder.Path, error.File);
        Assert.Contains("t10k-labels-idx1-ubyte", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => IdxFolder.Read(_folder.File("nowhere")));
    }

    [Fact]
    public void A_label_without_a_class_is_named_by_its_index()
    {
        WriteAll();
        _folder.Write("t10k-labels-idx1-ubyte", IdxBytes.Of([2], 2, 3));

        DataException error = Assert.Throws<DataException>(() => IdxFolder.Read(_folder.Path));

        Assert.Equal("label 1", error.Place);
    }

    [Fact]
    public void A_gap_among_the_training_labels_is_refused_unless_the_classes_are_named()
    {
        WriteAll();
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Of([4], 0, 1, 200, 1));

        DataException error = Assert.Throws<DataException>(() => IdxFolder.Read(_folder.Path));

        Assert.Contains("200", error.Message, StringComparison.Ordinal);
        string[] classNames = [.. Enumerable.Range(0, 201).Select(i => $"class {i}")];
        Assert.Equal(201, IdxFolder.Read(_folder.Path, classNames: classNames).Train.ClassCount);
    }

    [Fact]
    public void Images_and_labels_of_different_number_are_refused()
    {
        WriteAll();
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Of([3], 0, 1, 2));

        DataException error = Assert.Throws<DataException>(() => IdxFolder.Read(_folder.Path));

        Assert.Contains("4 images but 3 labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_and_test_images_of_different_shape_are_refused()
    {
        WriteAll();
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Of([2, 2, 1], 50, 51, 60, 61));

        Assert.Throws<DataException>(() => IdxFolder.Read(_folder.Path));
    }

    [Fact]
    public void More_classes_than_bytes_number_are_not_written()
    {
        Dataset many = new("many", new ImageShape(1, 1, 1), new byte[1], new int[1], [.. Enumerable.Range(0, 257).Select(i => $"{i}")]);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => IdxFolder.WriteTest(_folder.Path, many));

        Assert.Contains("257 classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_test_set_reads_back_the_same()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), labels =>
        {
            if (labels.Length == 0)
            {
                return true;
            }

            ImageShape shape = new(1, 1 + (labels[0] % 5), 3);
            byte[] pixels = new byte[labels.Length * shape.Length];
            new Random(labels.Length).NextBytes(pixels);
            string[] classNames = [.. Enumerable.Range(0, 256).Select(i => $"{i}")];
            Dataset written = new("written", shape, pixels, Array.ConvertAll(labels, label => (int)label), classNames);
            IdxFolder.WriteTest(_folder.Path, written);

            Dataset read = IdxFolder.ReadTest(_folder.Path, classNames);

            return read.Shape == shape && read.Pixels.SequenceEqual(pixels) && read.Labels.ToArray().SequenceEqual(labels.Select(label => (int)label));
        }).Require();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_data_error()
    {
        string file = _folder.Write("file", []);
        Dataset set = new("x", new ImageShape(1, 1, 1), new byte[1], new int[1], ["a"]);

        Assert.Throws<DataException>(() => IdxFolder.WriteTest(file, set));
    }

    [DataFact("mnist")]
    public void Mnist_reads_with_its_known_counts()
    {
        DatasetSplits splits = IdxFolder.Read(Path.Combine(Repository.Data, "mnist"), "MNIST");

        Assert.Equal((55_000, 5_000, 10_000), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        int[] counts = new int[10];
        foreach (int label in (int[])[.. splits.Train.Labels, .. splits.Validation.Labels])
        {
            counts[label]++;
        }

        // The class counts that MNIST's authors published.
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], counts);
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], splits.Test.Labels[..10].ToArray());
    }

    private void WriteAll(string separator = "-idx", string ending = "", bool gzip = false)
    {
        Write("train-images", 3, TrainImages);
        Write("train-labels", 1, TrainLabels);
        Write("t10k-images", 3, TestImages);
        Write("t10k-labels", 1, TestLabels);

        void Write(string stem, int rank, byte[] content) =>
            _folder.Write($"{stem}{separator}{rank}-ubyte{ending}", gzip ? IdxBytes.Gzip(content) : content);
    }
}
