using System.Security.Cryptography;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public class DrawnDigitsTests
{
    private static readonly DatasetSplits Digits = DrawnDigits.Create(2_000, 10, 1_000);

    [Fact]
    public void The_generator_gives_the_published_numbers_of_its_algorithm()
    {
        SplitMix64 random = new(1234567);

        // The reference implementation's first outputs for this seed.
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        Assert.All(expected, value => Assert.Equal(value, random.Next()));
    }

    [Fact]
    public void Normal_numbers_have_the_mean_and_deviation_asked_for()
    {
        SplitMix64 random = new(1);
        double[] numbers = [.. Enumerable.Range(0, 20_000).Select(_ => (double)random.Normal(2))];
        double mean = numbers.Average();

        // Five standard errors: 2 / sqrt(20000) and its square's like.
        Assert.InRange(mean, -0.07, 0.07);
        Assert.InRange(Math.Sqrt(numbers.Average(value => (value - mean) * (value - mean))), 1.95, 2.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        DatasetSplits digits = DrawnDigits.Create(500, 10, 10);

        // Golden: changes only when the drawings are meant to change, since committed results depend on them.
        Assert.Equal(
            "d3f030b9561db3bb91ce913db045eedb13853578b68a838fbef2cef9761a1b33",
            Convert.ToHexStringLower(SHA256.HashData(digits.Train.Pixels)));
    }

    [Fact]
    public void An_image_depends_on_its_seed_and_index_alone()
    {
        Dataset few = DrawnDigits.Create(37, 1, 1).Train;

        Assert.Equal(Digits.Train.Slice(0, 37).Pixels.ToArray(), few.Pixels.ToArray());
    }

    [Fact]
    public void Classes_are_balanced()
    {
        int[] counts = new int[10];
        foreach (int label in Digits.Train.Labels)
        {
            counts[label]++;
        }

        Assert.All(counts, count => Assert.Equal(200, count));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Digits.Train.ClassNames);
    }

    [Fact]
    public void No_image_appears_twice_within_or_across_sets_and_seeds()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Dataset set in (Dataset[])[Digits.Train, Digits.Validation, Digits.Test, DrawnDigits.Create(500, 1, 1, seed: 2).Train])
        {
            for (int i = 0; i < set.Count; i++)
            {
                Assert.True(seen.Add(Convert.ToHexString(set.Image(i))), $"Image {i} was drawn before.");
            }
        }
    }

    [Fact]
    public void Every_image_shows_a_stroke_and_mostly_paper()
    {
        for (int i = 0; i < Digits.Train.Count; i++)
        {
            int inked = 0;
            foreach (byte pixel in Digits.Train.Image(i))
            {
                inked += pixel > 96 ? 1 : 0;
            }

            Assert.InRange(inked, 12, 28 * 28 / 2);
        }
    }

    /// <summary>A classifier far weaker than a LeNet must neither solve the digits nor fail on them.</summary>
    [Fact]
    public void The_nearest_class_mean_tells_most_digits_but_not_all()
    {
        double[][] means = ClassMeans(Digits.Train);
        int right = 0;
        for (int i = 0; i < Digits.Test.Count; i++)
        {
            byte[] image = Digits.Test.Image(i).ToArray();
            double[] distances = [.. means.Select(mean => mean.Zip(image, (m, p) => (m - p) * (m - p)).Sum())];
            right += Array.IndexOf(distances, distances.Min()) == Digits.Test.Labels[i] ? 1 : 0;
        }

        Assert.InRange(right / (double)Digits.Test.Count, 0.5, 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void A_senseless_count_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Create(trainCount: count));

    private static double[][] ClassMeans(Dataset set)
    {
        double[][] means = [.. Enumerable.Range(0, set.ClassCount).Select(_ => new double[set.Shape.Length])];
        double weight = set.ClassCount / (double)set.Count;
        for (int i = 0; i < set.Count; i++)
        {
            double[] mean = means[set.Labels[i]];
            ReadOnlySpan<byte> image = set.Image(i);
            for (int p = 0; p < image.Length; p++)
            {
                mean[p] += image[p] * weight;
            }
        }

        return means;
    }
}
