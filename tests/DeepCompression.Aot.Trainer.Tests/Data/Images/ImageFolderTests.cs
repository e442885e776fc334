using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageShape Colour = new(3, 28, 28);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_called_after_classes_are_labels_and_an_image_of_the_size_stays_as_it_is()
    {
        Write("train/dog/1.bmp", 2, 1, (x, _) => ((byte)(10 + x), 20, 30));
        Write("train/cat/1.bmp", 2, 1, (x, _) => ((byte)(40 + x), 50, 60));
        Write("val/dog/1.bmp", 2, 1, (x, _) => ((byte)(70 + x), 80, 90));
        File.WriteAllText(_folder.File("train/dog/notes.txt"), "no image");
        var shape = new ImageShape(3, 1, 2);

        Dataset training = SampleSource.Open(_folder.Path, shape).ReadTraining();
        Dataset test = SampleSource.Open(_folder.Path, shape).ReadTest(["cat", "dog"]);

        Assert.Equal(["cat", "dog"], training.ClassNames);
        int dog = training.Labels.IndexOf((byte)1);
        Assert.Equal([10, 11, 20, 20, 30, 30], training.Image(dog).ToArray());
        Assert.Equal([40, 41, 50, 50, 60, 60], training.Image(1 - dog).ToArray());
        Assert.Equal([70, 71, 80, 80, 90, 90], test.Image(0).ToArray());

        // The only folder of the test set has the network's name for its second class.
        Assert.Equal([1], test.Labels.ToArray());
    }

    [Fact]
    public void Folders_that_are_not_divided_are_divided_the_same_way_each_time_and_across_classes()
    {
        for (int i = 0; i < 40; i++)
        {
            Write($"{(i % 2 == 0 ? "even" : "odd")}/{i}.bmp", 1, 1, (_, _) => ((byte)i, 0, 0));
        }

        DatasetSplits splits = SampleSource.Open(_folder.Path, new ImageShape(3, 1, 1)).ReadSplits();
        DatasetSplits again = SampleSource.Open(_folder.Path, new ImageShape(3, 1, 1)).ReadSplits();

        Assert.Equal(4, splits.Test.Count);
        Assert.Equal(splits.Train.Pixels.ToArray(), again.Train.Pixels.ToArray());
        byte[] all = [.. Reds(splits.Train), .. Reds(splits.Validation), .. Reds(splits.Test)];
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (byte)i), all.Order());
        Assert.Equal(2, splits.Train.Labels.ToArray().Distinct().Count());
        Assert.All(Enumerable.Range(0, splits.Train.Count), i => Assert.Equal(Reds(splits.Train)[i] % 2, splits.Train.Labels[i]));

        static byte[] Reds(Dataset images) => [.. Enumerable.Range(0, images.Count).Select(i => images.Image(i)[0])];
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(100, 200)]
    [InlineData(64, 64)]
    [InlineData(9, 7)]
    public void An_image_of_another_size_is_scaled_and_its_middle_taken(int width, int height)
    {
        // Both colours grow evenly, so that a new pixel's are those at its place in the old image.
        double growth = 200.0 / Math.Max(width, height);
        Write("a/1.bmp", width, height, (x, y) => ((byte)Math.Round(growth * x), (byte)Math.Round(growth * y), 77));

        ReadOnlySpan<byte> pixels = SampleSource.Open(_folder.Path, Colour).ReadTraining().Image(0);

        double scale = Math.Min(width, height) * 7.0 / 8 / 28;
        for (int place = 0; place < 28 * 28; place++)
        {
            (int y, int x) = Math.DivRem(place, 28);

            // Two roundings to whole numbers, before and after.
            Assert.Equal(growth * Old(x, width), pixels[place], 1.0 + 1e-3);
            Assert.Equal(growth * Old(y, height), pixels[(28 * 28) + place], 1.0 + 1e-3);
            Assert.Equal(77, pixels[(2 * 28 * 28) + place]);
        }

        double Old(int place, int length) => ((length - (28 * scale)) / 2) + ((place + 0.5) * scale) - 0.5;
    }

    [Fact]
    public void A_network_of_one_channel_sees_grey()
    {
        Write("a/1.bmp", 28, 28, (_, _) => (90, 90, 90));

        Dataset images = SampleSource.Open(_folder.Path, new ImageShape(1, 28, 28)).ReadTraining();

        Assert.All(images.Image(0).ToArray(), pixel => Assert.InRange(pixel, (byte)89, (byte)90));
    }

    [Fact]
    public void A_damaged_image_is_named()
    {
        Write("a/1.bmp", 28, 28, (_, _) => (1, 2, 3));
        File.WriteAllBytes(_folder.File("a/2.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 1, 2, 3]);
        AssertRefused(_folder.File("a/2.jpg"), "cannot be decoded");
    }

    [Fact]
    public void An_image_that_claims_to_be_huge_is_refused_before_it_is_decoded()
    {
        Write("a/1.bmp", 1, 1, (_, _) => (1, 2, 3));
        byte[] bytes = File.ReadAllBytes(_folder.File("a/1.bmp"));
        BitConverter.GetBytes(60_000).CopyTo(bytes, 18);
        BitConverter.GetBytes(60_000).CopyTo(bytes, 22);
        File.WriteAllBytes(_folder.File("a/1.bmp"), bytes);
        AssertRefused(_folder.File("a/1.bmp"), "cannot be decoded");
    }

    [Fact]
    public void More_folders_than_classes_are_refused()
    {
        Write("a/1.bmp", 1, 1, (_, _) => (1, 2, 3));
        Write("b/1.bmp", 1, 1, (_, _) => (1, 2, 3));

        DataException exception = Assert.Throws<DataException>(() => SampleSource.Open(_folder.Path, Colour).ReadTraining(["only"]));
        Assert.Contains("2 folders, but at most 1 classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_takes_no_images_is_told_so()
    {
        Write("a/1.bmp", 1, 1, (_, _) => (1, 2, 3));
        Assert.Contains("no grey or coloured images", Assert.Throws<DataException>(() => SampleSource.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string file, string problem)
    {
        DataException exception = Assert.Throws<DataException>(() => SampleSource.Open(_folder.Path, Colour).ReadTraining());
        Assert.Equal(file, exception.File);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A bitmap of 24 bits a pixel: two headers, then rows from the last up, blue first, each filled to whole words.</summary>
    private void Write(string name, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel)
    {
        int row = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (row * height)];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BitConverter.GetBytes(file.Length).CopyTo(file, 2);
        BitConverter.GetBytes(54).CopyTo(file, 10);
        BitConverter.GetBytes(40).CopyTo(file, 14);
        BitConverter.GetBytes(width).CopyTo(file, 18);
        BitConverter.GetBytes(height).CopyTo(file, 22);
        BitConverter.GetBytes((short)1).CopyTo(file, 26);
        BitConverter.GetBytes((short)24).CopyTo(file, 28);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (byte red, byte green, byte blue) = pixel(x, y);
                int place = 54 + ((height - 1 - y) * row) + (x * 3);
                (file[place], file[place + 1], file[place + 2]) = (blue, green, red);
            }
        }

        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
    }
}
