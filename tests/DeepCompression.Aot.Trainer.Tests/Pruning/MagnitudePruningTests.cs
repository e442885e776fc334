using DeepCompression.Aot.Trainer.Pruning;
using FsCheck;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class MagnitudePruningTests
{
    [Fact]
    public void Keeps_exactly_the_requested_number_and_never_a_smaller_weight_than_it_drops() =>
        Prop.ForAll<sbyte[], byte>((numbers, requested) =>
        {
            // Few distinct values, so that ties are the rule.
            float[] weights = [.. numbers.Select(number => number / 8 * 0.5f)];
            int count = requested % (weights.Length + 1);
            bool[] keep = MagnitudePruning.Keep(weights, count);
            float smallestKept = weights.Where((_, i) => keep[i]).Select(MathF.Abs).DefaultIfEmpty(float.MaxValue).Min();
            float largestDropped = weights.Where((_, i) => !keep[i]).Select(MathF.Abs).DefaultIfEmpty(0).Max();
            return keep.Count(kept => kept) == count && smallestKept >= largestDropped;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_equal_magnitudes_the_first_ones_are_kept() =>
        Assert.Equal([true, true, true, false, false], MagnitudePruning.Keep([1, -3, -1, 1, -1], 3));

    [Fact]
    public void A_count_beyond_the_layer_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MagnitudePruning.Keep([1, 2], 3));

    [Theory]
    [InlineData(1.0, 10)]
    [InlineData(0.25, 2)]
    [InlineData(0.08, 1)]
    [InlineData(0.01, 1)]
    public void A_density_keeps_its_fraction_of_the_weights(double density, int kept) =>
        Assert.Equal(kept, new DensityRule(density).CountKept(new float[10]));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_density_outside_its_range_is_refused(double density) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DensityRule(density));

    [Fact]
    public void A_threshold_counts_what_reaches_sensitivity_times_deviation()
    {
        // Mean 0, mean square 4: a standard deviation of 2.
        float[] weights = [-3, 3, 3, -3, 1, -1, 1, -1, 0, 0];
        Assert.Equal(4, new ThresholdRule(1.5).CountKept(weights));
        Assert.Equal(0, new ThresholdRule(1.51).CountKept(weights));
        Assert.Equal(8, new ThresholdRule(0.5).CountKept(weights));
    }

    [Fact]
    public void A_threshold_measures_deviation_about_the_mean() =>
        Assert.Equal(1, new ThresholdRule(9).CountKept([9, 9, 9, 9, 9, 9, 9, 9, 9, 13]));

    [Fact]
    public void A_threshold_of_zero_keeps_every_weight_that_is_not_zero() =>
        Assert.Equal(3, new ThresholdRule(0).CountKept([0, 1e-30f, -2, 0, 3]));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_sensitivity_that_is_no_factor_is_refused(double sensitivity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThresholdRule(sensitivity));

    [Fact]
    public void One_shot_pruning_reaches_the_target_at_once() =>
        Assert.Equal(80, PruningSchedule.OneShot.CountAfter(1, 1000, 80));

    [Fact]
    public void The_cubic_schedule_falls_ever_more_gently_to_exactly_the_target()
    {
        var schedule = new PruningSchedule(8);
        int[] counts = [1000, .. Enumerable.Range(1, 8).Select(round => schedule.CountAfter(round, 1000, 37))];
        int[] drops = [.. counts.Zip(counts.Skip(1), (before, after) => before - after)];
        Assert.Equal(37, counts[^1]);
        Assert.Equal(drops.OrderDescending(), drops);
        Assert.All(drops, drop => Assert.True(drop > 0));

        // Half way, an eighth of the way is left.
        Assert.Equal(37 + (963 / 8), counts[4]);
    }

    [Fact]
    public void A_schedule_without_rounds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PruningSchedule(0));
}
