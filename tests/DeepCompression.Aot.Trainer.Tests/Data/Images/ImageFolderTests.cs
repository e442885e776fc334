using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Images;

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
        int dog = training.Labels.IndexOf(1);
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
        Assert.Equal(splits.Train.Held().Pixels.ToArray(), again.Train.Held().Pixels.ToArray());
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

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 0.75)]
    [InlineData(1, 0)]
    public void A_view_lies_where_it_says_and_a_flipped_one_is_its_mirror_image(double across, double down)
    {
        // Both colours grow evenly, so that a new pixel's are those at its place in the old image.
        Write("a/1.bmp", 160, 90, (x, y) => ((byte)x, (byte)(2 * y), 77));
        var pixels = new byte[Colour.Length];
        var mirrored = new byte[Colour.Length];

        ImageReader.Read(_folder.File("a/1.bmp"), Colour, new ImageView(across, down, IsFlipped: false), pixels);
        ImageReader.Read(_folder.File("a/1.bmp"), Colour, new ImageView(across, down, IsFlipped: true), mirrored);

        double scale = 90 * 7.0 / 8 / 28;
        for (int place = 0; place < 28 * 28; place++)
        {
            (int y, int x) = Math.DivRem(place, 28);

            // Two roundings to whole numbers; at the edge, where half of the filter has nothing to average, half its width more.
            double edge = x is 0 or 27 || y is 0 or 27 ? 2 * scale / 2 : 0;
            Assert.Equal(((160 - (28 * scale)) * across) + ((x + 0.5) * scale) - 0.5, pixels[place], 1.0 + edge);
            Assert.Equal(2 * (((90 - (28 * scale)) * down) + ((y + 0.5) * scale) - 0.5), pixels[(28 * 28) + place], 1.0 + edge);
            Assert.Equal(pixels[place], mirrored[(y * 28) + 27 - x]);
        }
    }

    [Fact]
    public void Views_vary_as_they_may_and_follow_from_draw_and_image_alone()
    {
        var everything = new ImageVariation(Crops: true, Flips: true);
        ImageView[] views = [.. Enumerable.Range(0, 400).Select(image => everything.Draw(draw: 5, image))];

        Assert.Equal(views, Enumerable.Range(0, 400).Select(image => everything.Draw(5, image)));
        Assert.NotEqual(views, Enumerable.Range(0, 400).Select(image => everything.Draw(6, image)));

        // Four standard deviations of fair draws.
        Assert.InRange(views.Count(view => view.IsFlipped), 160, 240);
        Assert.All(views, view => Assert.True(view is { Across: >= 0 and < 1, Down: >= 0 and < 1 }));
        Assert.InRange(views.Average(view => view.Across), 0.44, 0.56);
        Assert.InRange(views.Average(view => view.Down), 0.44, 0.56);
        Assert.All(Enumerable.Range(0, 20), image => Assert.Equal(ImageView.Middle, new ImageVariation(false, false).Draw(5, image)));
        Assert.All(Enumerable.Range(0, 20), image => Assert.Equal(0.5, new ImageVariation(false, true).Draw(5, image).Across));
        Assert.All(Enumerable.Range(0, 20), image => Assert.False(new ImageVariation(true, false).Draw(5, image).IsFlipped));
    }

    [Fact]
    public void Nothing_is_decoded_before_it_is_asked_for()
    {
        Write("a/1.bmp", 28, 28, (_, _) => (1, 2, 3));
        File.WriteAllText(_folder.File("a/2.bmp"), "no image");

        Dataset images = SampleSource.Open(_folder.Path, Colour).ReadTraining();

        Assert.Equal(2, images.Count);
        Assert.False(images.IsInMemory);
        Assert.Throws<InvalidOperationException>(() => images.Pixels.Length);
        Assert.Throws<DataException>(() => images.Held());
    }

    [Fact]
    public void What_is_held_in_memory_is_what_files_give_and_varied_images_stay_in_their_files()
    {
        for (int i = 0; i < 9; i++)
        {
            Write($"{(i % 2 == 0 ? "even" : "odd")}/{i}.bmp", 40, 30, (x, y) => ((byte)(x + (7 * i)), (byte)y, (byte)i));
        }

        Dataset images = SampleSource.Open(_folder.Path, Colour).ReadTraining();
        Dataset held = images.Held();

        Assert.True(held.IsInMemory);
        Assert.Equal(Inputs(images), Inputs(held));
        Assert.Equal(images.Labels.ToArray(), held.Labels.ToArray());
        Assert.False(images.Varied(new ImageVariation(true, true)).Held().IsInMemory);
        Assert.Throws<InvalidOperationException>(() => held.Varied(new ImageVariation(true, true)));

        static float[] Inputs(Dataset set)
        {
            var inputs = new float[set.Count * set.Shape.Length];
            set.CopyInputs(0, inputs);
            return inputs;
        }
    }

    [Fact]
    public void Coloured_images_are_normalised_as_networks_of_ImageNet_expect()
    {
        Write("a/1.bmp", 28, 28, (_, _) => (100, 150, 200));
        var input = new float[Colour.Length];

        SampleSource.Open(_folder.Path, Colour).ReadTraining().CopyInputs(0, input);

        // Torchvision's documentation: means 0.485, 0.456, 0.406 and standard deviations 0.229, 0.224, 0.225 of values from 0 to 1.
        Assert.Equal(((100 / 255.0) - 0.485) / 0.229, input[0], 1e-5);
        Assert.Equal(((150 / 255.0) - 0.456) / 0.224, input[28 * 28], 1e-5);
        Assert.Equal(((200 / 255.0) - 0.406) / 0.225, input[2 * 28 * 28], 1e-5);
    }

    [Fact]
    public void Damaged_images_are_left_out_on_request_and_named_in_order()
    {
        for (int i = 0; i < 10; i++)
        {
            Write($"a/{i}.bmp", 28, 28, (_, _) => ((byte)i, 0, 0));
        }

        File.WriteAllText(_folder.File("a/3.bmp"), "no image");
        File.WriteAllText(_folder.File("a/7.bmp"), "no image");
        var damaged = new List<string>();

        Dataset images = SampleSource.Open(_folder.Path, Colour, error => damaged.Add(error.File)).ReadTraining().Held();

        Assert.Equal([_folder.File("a/3.bmp"), _folder.File("a/7.bmp")], damaged.Order(StringComparer.Ordinal));
        Assert.Equal([0, 1, 2, 4, 5, 6, 8, 9], Enumerable.Range(0, images.Count).Select(i => (int)images.Image(i)[0]).Order());
    }

    [Fact]
    public void A_thousand_classes_are_told_apart_by_the_names_of_the_network()
    {
        for (int i = 0; i < 1000; i++)
        {
            Write($"train/n{i:D4}/1.bmp", 1, 1, (_, _) => ((byte)(i / 256), (byte)(i % 256), 0));
        }

        string[] names = [.. Enumerable.Range(0, 1000).Select(i => $"n{999 - i:D4}")];
        Dataset images = SampleSource.Open(_folder.Path, new ImageShape(3, 1, 1)).ReadTraining(names).Held();

        Assert.Equal(1000, images.ClassCount);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(999 - ((256 * images.Image(i)[0]) + images.Image(i)[1]), images.Labels[i]));
    }

    private void AssertRefused(string file, string problem)
    {
        DataException exception = Assert.Throws<DataException>(() => SampleSource.Open(_folder.Path, Colour).ReadTraining().Held());
        Assert.Equal(file, exception.File);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private void Write(string name, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel) =>
        Bitmaps.Write(_folder.File(name), width, height, pixel);
}
