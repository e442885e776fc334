using DeepCompression.Aot.Trainer.Engine.Managed;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

public class WorkCrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Every_item_of_every_task_is_done_once_before_the_run_returns(int threads)
    {
        using var crew = new WorkCrew(threads);
        var random = new Random(1);
        for (int task = 0; task < 2000; task++)
        {
            var done = new int[random.Next(0, 20)];
            crew.Run(done.Length, item => done[item]++);
            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Several_threads_work_at_the_same_time()
    {
        using var crew = new WorkCrew(2);
        using var both = new Barrier(2);

        // Each item waits until another thread is in the other.
        crew.Run(2, _ => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60))));
    }

    [Fact]
    public void An_exception_in_an_item_reaches_the_caller_and_the_crew_lives_on()
    {
        using var crew = new WorkCrew(3);
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() =>
            crew.Run(50, item => throw new InvalidOperationException("item")));
        Assert.Equal("item", thrown.Message);
        int done = 0;
        crew.Run(50, _ => Interlocked.Increment(ref done));
        Assert.Equal(50, done);
    }

    [Fact]
    public void A_dismissed_crew_takes_no_more_tasks()
    {
        var crew = new WorkCrew(2);
        crew.Dispose();
        crew.Dispose();
        Assert.Throws<ObjectDisposedException>(() => crew.Run(1, _ => { }));
    }
}
