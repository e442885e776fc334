using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Search;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Search;

/// <summary>The search against trials that are formulas: nothing is trained.</summary>
public sealed class SearchStrategyTests
{
    private const int NetworkWeights = 266_200;
    private const long DenseBytes = 4L * NetworkWeights;

    [Theory]
    [InlineData(100)]
    [InlineData(2500)]
    [InlineData(200_000)]
    public void A_ratio_is_reached_closely_within_five_trials(int start)
    {
        var target = new RatioTarget(150, DenseBytes);
        IReadOnlyList<SearchTrial> trials = ArtifactSearch.Run(target, SearchRange.Of(start, NetworkWeights), 5, Smooth);
        SearchTrial best = target.Best(trials)!;
        Assert.InRange((double)DenseBytes / best.FileBytes, 150, 150 / 0.98);
    }

    [Fact]
    public void Of_the_files_small_enough_the_one_that_errs_least_is_best()
    {
        var target = new RatioTarget(100, 1_000_000);
        SearchTrial[] trials = [new(10, 10_001, 0.1), new(9, 10_000, 0.7), new(8, 9_000, 0.6), new(7, 8_000, 0.6), new(6, 7_000, 0.9)];
        Assert.Equal(trials[3], target.Best(trials));
        Assert.Null(target.Best(trials[..1]));
        Assert.Equal(trials[0], target.Closest(trials[..1]));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2500)]
    [InlineData(100_000)]
    public void An_error_is_bracketed_from_either_side_and_then_closed_in_on(int start)
    {
        var target = new ErrorTarget(1.5);
        IReadOnlyList<SearchTrial> trials = ArtifactSearch.Run(target, SearchRange.Of(start, NetworkWeights), 30, Smooth);
        double limit = Math.Pow(200 / 0.5, 1 / 0.8);
        Assert.InRange(target.Best(trials)!.Weights, limit - 1, limit * 1.05);
        Assert.True(trials.Count < 25);
    }

    [Fact]
    public void Of_the_networks_good_enough_the_smallest_file_is_best()
    {
        var target = new ErrorTarget(0.8);
        SearchTrial[] trials = [new(10, 900, 0.8), new(9, 950, 0.7), new(8, 800, 0.81)];
        Assert.Equal(trials[0], target.Best(trials));
        Assert.Equal(trials[2], target.Closest(trials[2..]));
    }

    [Fact]
    public void What_cannot_be_met_ends_at_the_whole_network()
    {
        var target = new ErrorTarget(0);
        IReadOnlyList<SearchTrial> trials = ArtifactSearch.Run(target, SearchRange.Of(3000, NetworkWeights), 100, Smooth);
        Assert.Null(target.Best(trials));
        Assert.Equal(NetworkWeights, trials[^1].Weights);
    }

    [Fact]
    public void Whatever_noise_says_no_number_of_weights_is_tried_twice_and_all_are_within_the_range() =>
        Prop.ForAll<int, bool, byte>((seed, byError, limit) =>
        {
            var random = new Random(seed);
            SearchTarget target = byError ? new ErrorTarget(1.5) : new RatioTarget(100, DenseBytes);
            SearchRange range = SearchRange.Of(random.Next(NetworkWeights), NetworkWeights);
            IReadOnlyList<SearchTrial> trials = ArtifactSearch.Run(
                target, range, 1 + limit, weights => new(weights, 1 + random.Next((int)DenseBytes), random.NextDouble() * 3));
            return trials.Count <= 1 + limit
                && trials.DistinctBy(trial => trial.Weights).Count() == trials.Count
                && trials.All(trial => trial.Weights >= range.Least && trial.Weights <= range.Most);
        }).Require();

    [Fact]
    public void No_trials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtifactSearch.Run(new ErrorTarget(1), SearchRange.Of(1, 10), 0, Smooth));

    /// <summary>Bytes are a header and 1.3 bytes a weight; errors fall by a power towards 1 %.</summary>
    private static SearchTrial Smooth(int weights) => new(weights, 300 + (long)(1.3 * weights), 1 + (200 * Math.Pow(weights, -0.8)));
}
