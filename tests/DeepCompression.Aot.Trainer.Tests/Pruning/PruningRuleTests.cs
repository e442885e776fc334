using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class PruningRuleTests
{
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
}
