using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class PruningScheduleTests
{
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

    [Fact]
    public void A_first_density_takes_at_once_what_is_far_from_the_target()
    {
        var schedule = new PruningSchedule(10, FirstDensity: 0.2);
        Assert.Equal(50 + 19, schedule.CountAfter(5, 1000, 50));
        Assert.Equal(50, schedule.CountAfter(10, 1000, 50));

        // Never below the target.
        Assert.Equal(300, schedule.CountAfter(1, 1000, 300));
    }

    [Fact]
    public void Regrowth_falls_to_none_at_the_last_round()
    {
        var schedule = new PruningSchedule(10);
        Assert.Equal(0.15, schedule.RegrowthAfter(5, 0.3), 1e-9);
        Assert.Equal(0, schedule.RegrowthAfter(10, 0.3), 1e-9);
        Assert.InRange(schedule.RegrowthAfter(1, 0.3), 0.25, 0.3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_first_density_outside_its_range_is_refused(double density) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PruningSchedule(1, density));
}
