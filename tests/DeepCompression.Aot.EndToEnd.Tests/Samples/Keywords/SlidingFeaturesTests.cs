using KeywordsSample.Features;

namespace DeepCompression.Aot.Tests.Samples.Keywords;

public sealed class SlidingFeaturesTests
{
    private const int Second = 16_000;

    /// <summary>Below this the sample does not amplify.</summary>
    private const double LeastPeak = 100;

    /// <summary>
    /// Sound is at most 1 in magnitude after scaling, a bin at most 480; rounding of both transforms stays below 480 · 512 · 2⁻⁵³ = 3e-11,
    /// of what passes a filter of up to 20 bins below 1e-9; over the least argument of the logarithm, 1e-6, that is 1e-3 at worst, and the
    /// coefficient sums forty of them times √(2/40): 40 · 0.22 · 1e-3. Where sound is in the filter it is a thousandth of that.
    /// </summary>
    private const double WorstBound = 1e-2;

    private const double UsualBound = 1e-5;

    [Theory]
    [InlineData("silence", WorstBound)]
    [InlineData("impulses", UsualBound)]
    [InlineData("tone", WorstBound)]
    [InlineData("chirp", WorstBound)]
    [InlineData("noise", UsualBound)]
    [InlineData("quiet noise", UsualBound)]
    [InlineData("clipped", UsualBound)]
    [InlineData("negative", WorstBound)]
    public void They_are_those_of_the_definition_at_every_place_of_the_sound(string kind, double bound)
    {
        short[] sound = Signal(kind, Second * 5 / 2);
        var sliding = new SlidingFeatures();
        float[] features = new float[490];
        short[] padded = [.. new short[Second], .. sound];
        for (int end = SlidingFeatures.HopLength; end <= sound.Length; end += SlidingFeatures.HopLength)
        {
            sliding.Add(sound.AsSpan(end - SlidingFeatures.HopLength, SlidingFeatures.HopLength));
            // Before its first second is full, after it, and after the rings went round.
            if (end is 3200 or Second or 22_400 or 40_000)
            {
                sliding.CopyTo(features);
                AssertClose(ReferenceFeatures.Of(padded.AsSpan(end, Second), LeastPeak), features, bound);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_as_sound_comes()
    {
        short[] sound = Signal("noise", Second);
        float[] features = new float[490];
        var sliding = new SlidingFeatures();
        Listen();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Listen();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Listen()
        {
            for (int start = 0; start < sound.Length; start += SlidingFeatures.HopLength)
            {
                sliding.Add(sound.AsSpan(start, SlidingFeatures.HopLength));
                sliding.CopyTo(features);
            }
        }
    }

    private static void AssertClose(double[] expected, float[] actual, double bound)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = bound + (Math.Abs(expected[i]) * Math.ScaleB(1, -24));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"feature {i} is {actual[i]:R}, not {expected[i]:R} within {allowed:R}");
        }
    }

    private static short[] Signal(string kind, int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(n => (short)(kind switch
        {
            "silence" => 0,
            "impulses" => n % 777 == 0 ? 20_000 : 0,
            "tone" => 12_000 * Math.Sin(2 * Math.PI * 440 * n / Second),
            "chirp" => 30_000 * Math.Sin(Math.PI * 3_000 * n / Second * n / length),
            "noise" => random.Next(-9_000, 9_000),
            "quiet noise" => random.Next(-9, 9),
            "clipped" => random.Next(2) == 0 ? short.MaxValue : short.MinValue,
            "negative" => -20_000 * Math.Abs(Math.Sin(2 * Math.PI * 200 * n / Second)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        }))];
    }
}
