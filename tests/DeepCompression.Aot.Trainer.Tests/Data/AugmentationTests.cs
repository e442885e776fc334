using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly Dataset Digits = DrawnDigits.Create(30, 10, 10).Train;

    [Fact]
    public void An_image_is_found_at_every_nth_place_with_its_label()
    {
        Dataset more = new Augmentation(Copies: 3, Originals: 2).Expand(Digits, seed: 1);
        int count = Digits.Count;
        Assert.Equal(5 * count, more.Count);
        for (int i = 0; i < more.Count; i++)
        {
            Assert.Equal(Digits.Labels[i % count], more.Labels[i]);
            Assert.Equal(i < 2 * count, more.Image(i).SequenceEqual(Digits.Image(i % count)));
        }
    }

    [Fact]
    public void Copies_are_small_distortions_that_keep_the_ink()
    {
        Dataset more = new Augmentation(Copies: 2, Originals: 1).Expand(Digits, seed: 1);
        for (int i = Digits.Count; i < more.Count; i++)
        {
            double ink = Sum(Digits.Image(i % Digits.Count));
            Assert.InRange(Sum(more.Image(i)), 0.65 * ink, 1.5 * ink);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_copies_and_others_do_not()
    {
        byte[] Pixels(int seed) => Augmentation.Default.Expand(Digits, seed).Pixels.ToArray();
        Assert.Equal(Pixels(1), Pixels(1));
        Assert.NotEqual(Pixels(1), Pixels(2));
    }

    [Fact]
    public void Every_channel_is_distorted_alike()
    {
        byte[] image = [.. Digits.Image(0), .. Digits.Image(0)];
        var twice = new Dataset("two channels", new ImageShape(2, 28, 28), image, Enumerable.Repeat(1, 1).ToArray(), Digits.ClassNames);
        ReadOnlySpan<byte> copy = new Augmentation(Copies: 1, Originals: 1).Expand(twice, seed: 4).Image(1);
        Assert.True(copy[..784].SequenceEqual(copy[784..]));
        Assert.False(copy[..784].SequenceEqual(Digits.Image(0)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void Counts_that_make_no_sense_are_refused(int copies, int originals) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation(copies, originals));

    private static double Sum(ReadOnlySpan<byte> pixels)
    {
        double sum = 0;
        foreach (byte pixel in pixels)
        {
            sum += pixel;
        }

        return sum;
    }
}
