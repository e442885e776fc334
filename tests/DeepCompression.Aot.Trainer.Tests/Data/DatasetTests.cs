using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public class DatasetTests
{
    private static readonly string[] ThreeClasses = ["a", "b", "c"];

    [Fact]
    public void Normalisation_equals_the_scalar_formula_at_every_length()
    {
        PixelNormalisation normalisation = new(0.0039f, -0.3f);
        for (int length = 0; length <= 200; length++)
        {
            byte[] raw = [.. Enumerable.Range(0, length).Select(i => (byte)((i * 37) + length))];
            float[] inputs = new float[length];

            normalisation.Apply(raw, inputs);

            Assert.Equal(raw.Select(value => (value * 0.0039f) - 0.3f), inputs);
        }
    }

    [Fact]
    public void The_default_normalisation_maps_bytes_to_the_unit_range()
    {
        float[] inputs = new float[3];
        PixelNormalisation.UnitRange.Apply([0, 51, 255], inputs);

        Assert.Equal([0f, 0.2f, 1f], inputs.Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void A_batch_holds_the_named_images_in_the_order_asked_for()
    {
        Dataset set = Counting(5);
        float[] inputs = new float[3 * 4];
        int[] labels = new int[3];

        set.CopyInputs([4, 0, 4], inputs);
        set.CopyLabels([4, 0, 4], labels);

        Assert.Equal([16, 17, 18, 19, 0, 1, 2, 3, 16, 17, 18, 19], inputs);
        Assert.Equal([1, 0, 1], labels);
    }

    [Fact]
    public void A_contiguous_batch_starts_at_the_image_asked_for()
    {
        float[] inputs = new float[2 * 4];

        Counting(5).CopyInputs(first: 3, inputs);

        Assert.Equal([12, 13, 14, 15, 16, 17, 18, 19], inputs);
    }

    [Fact]
    public void A_batch_beyond_the_images_or_of_a_part_of_one_is_refused()
    {
        Dataset set = Counting(5);

        Assert.Throws<ArgumentOutOfRangeException>(() => set.CopyInputs(first: 4, new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.CopyInputs(first: -1, new float[4]));
        Assert.Throws<ArgumentException>(() => set.CopyInputs(first: 0, new float[5]));
        Assert.Throws<ArgumentException>(() => set.CopyInputs([1], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.CopyInputs([5], new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Image(-1).Length);
    }

    [Fact]
    public void A_slice_shows_its_part_and_keeps_name_classes_and_normalisation()
    {
        Dataset slice = Counting(5).Slice(1, 2);

        Assert.Equal(2, slice.Count);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], slice.Pixels.ToArray());
        Assert.Equal([1, 2], slice.Labels.ToArray());
        Assert.Equal("counting", slice.Name);
        Assert.Equal(ThreeClasses, slice.ClassNames);
        Assert.Equal(new PixelNormalisation(1, 0), slice.Normalisation);
    }

    [Fact]
    public void Lengths_and_labels_that_do_not_fit_are_refused()
    {
        ImageShape shape = new(1, 2, 2);

        Assert.Throws<ArgumentException>(() => new Dataset("x", shape, new byte[7], new int[2], ThreeClasses));
        Assert.Throws<ArgumentException>(() => new Dataset("x", shape, new byte[4], Enumerable.Repeat(3, 1).ToArray(), ThreeClasses));
        Assert.Throws<ArgumentException>(() => new Dataset("x", shape, new byte[4], Enumerable.Repeat(-1, 1).ToArray(), ThreeClasses));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset("x", shape, new byte[4], new int[1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset("x", new ImageShape(1, 0, 2), Array.Empty<byte>(), new int[1], ThreeClasses));
        ImageShape huge = new(int.MaxValue, int.MaxValue, int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset("x", huge, Array.Empty<byte>(), Array.Empty<int>(), ThreeClasses));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(19, 1)]
    [InlineData(200, 20)]
    [InlineData(60_000, 5_000)]
    [InlineData(200_000, 5_000)]
    public void Validation_is_a_tenth_of_the_training_images_and_at_most_five_thousand(int training, int validation)
    {
        Dataset all = Tiny(training);

        DatasetSplits splits = DatasetSplits.HoldOut(all, Tiny(3));

        Assert.Equal(training - validation, splits.Train.Count);
        Assert.Equal(validation, splits.Validation.Count);
        Assert.Equal(all.Labels[^validation..].ToArray(), splits.Validation.Labels.ToArray());
    }

    [Fact]
    public void Sets_that_do_not_belong_together_are_not_split()
    {
        Assert.Throws<ArgumentException>(() => DatasetSplits.HoldOut(Tiny(1), Tiny(1)));
        Assert.Throws<ArgumentException>(() => DatasetSplits.HoldOut(Counting(4), Tiny(4)));
    }

    private static Dataset Counting(int count) =>
        new(
            "counting",
            new ImageShape(1, 2, 2),
            Enumerable.Range(0, count * 4).Select(i => (byte)i).ToArray(),
            Enumerable.Range(0, count).Select(i => i % 3).ToArray(),
            ThreeClasses)
        {
            Normalisation = new PixelNormalisation(1, 0),
        };

    private static Dataset Tiny(int count) =>
        new("tiny", new ImageShape(1, 1, 1), new byte[count], Enumerable.Range(0, count).Select(i => i % 3).ToArray(), ThreeClasses);
}
