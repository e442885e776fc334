using System.Security.Cryptography;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Feeds;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Tests.Data.Feeds;

public class ReadAheadFeedTests
{
    private const int Count = 23;
    private static readonly int[] Order = [.. Enumerable.Range(0, Count).Select(i => i * 7 % Count)];

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(8, 30)]
    public void Batches_hold_what_the_order_says_whatever_the_threads(int threads, int batchSize)
    {
        using var feed = new ReadAheadFeed(Set(new Store(Count)), batchSize, threads);
        for (int pass = 0; pass < 3; pass++)
        {
            int[] order = pass == 1 ? [.. Order.Reverse().Take(9)] : Order;
            feed.Begin(order);
            Assert.Equal(order.Select(sample => (float)sample), Take(feed, order.Length, batchSize));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Views_follow_from_the_draw_whatever_the_threads(int threads)
    {
        var variation = new PassVariation(new ImageVariation(Crops: true, Flips: true), Draw: 11);
        using var feed = new ReadAheadFeed(Set(new Store(Count) { ShowsViews = true }), batchSize: 4, threads);

        feed.Begin(Order, variation);

        Assert.Equal(
            Order.Select(sample => Math.Floor(255 * variation.View(sample).Across)), Take(feed, Count, batchSize: 4).Select(input => (double)input));
    }

    [Fact]
    public void It_reads_a_few_batches_ahead_and_no_more()
    {
        var store = new Store(1000);
        using var feed = new ReadAheadFeed(Set(store), batchSize: 10, threads: 2);
        feed.Begin(Enumerable.Range(0, 1000).ToArray());
        for (int batch = 0; batch < 5; batch++)
        {
            feed.Next(CancellationToken.None);
            Settle(store);

            // The batch in use and three more.
            Assert.Equal((batch + 4) * 10, store.Reads);
        }
    }

    [Fact]
    public void A_sample_that_cannot_be_read_ends_the_pass_at_its_batch_and_the_first_of_several_is_named()
    {
        var store = new Store(Count) { Damaged = [Order[17], Order[9], Order[10]] };
        using var feed = new ReadAheadFeed(Set(store), batchSize: 4, threads: 3);
        feed.Begin(Order);
        feed.Next(CancellationToken.None);
        feed.Next(CancellationToken.None);

        DataException exception = Assert.Throws<DataException>(() => feed.Next(CancellationToken.None).Length);

        Assert.Equal($"{Order[9]}", exception.File);
    }

    [Fact]
    public void Waiting_ends_with_cancellation_and_is_counted()
    {
        var store = new Store(Count) { Gate = new ManualResetEventSlim() };
        using var feed = new ReadAheadFeed(Set(store), batchSize: 4, threads: 2);
        feed.Begin(Order);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => feed.Next(cancellation.Token).Length);

        store.Gate.Set();
        Take(feed, Count, batchSize: 4);

        Assert.True(feed.Waited >= TimeSpan.Zero);
        Assert.Throws<OperationCanceledException>(() => feed.Next(new CancellationToken(canceled: true)).Length);
    }

    [Fact]
    public void Threads_end_with_the_feed()
    {
        var store = new Store(1000);
        var feed = new ReadAheadFeed(Set(store), batchSize: 10, threads: 2);
        feed.Begin(Enumerable.Range(0, 1000).ToArray());
        feed.Next(CancellationToken.None);
        feed.Dispose();
        int reads = store.Reads;
        Settle(store);

        Assert.Equal(reads, store.Reads);
    }

    [Fact]
    public void A_pass_does_not_begin_before_the_one_before_is_over()
    {
        using var feed = new ReadAheadFeed(Set(new Store(Count)), batchSize: 4, threads: 1);
        feed.Begin(Order);
        Assert.Throws<InvalidOperationException>(() => feed.Begin(Order));
    }

    private static Dataset Set(Store store) => new("store", new ImageShape(1, 1, 1), store, default, ["0"]) { Normalisation = new PixelNormalisation(1, 0) };

    private static List<float> Take(ReadAheadFeed feed, int count, int batchSize)
    {
        var inputs = new List<float>();
        for (int first = 0; first < count; first += batchSize)
        {
            inputs.AddRange(feed.Next(CancellationToken.None));
        }

        return inputs;
    }

    /// <summary>Waits until nothing has been read for a while.</summary>
    private static void Settle(Store store)
    {
        for (int before = -1; before != store.Reads;)
        {
            before = store.Reads;
            Thread.Sleep(50);
        }
    }

    /// <summary>Samples of one byte, their number, that are fetched one by one.</summary>
    private sealed class Store(int count) : SampleStore
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        /// <summary>Whether a sample is where the view lies, not its number.</summary>
        public bool ShowsViews { get; init; }

        public int[] Damaged { get; init; } = [];

        /// <summary>Where reading waits, or null.</summary>
        public ManualResetEventSlim? Gate { get; init; }

        public override int Count => count;

        public override bool HasBytes => true;

        public override bool IsInMemory => false;

        public override ReadOnlySpan<byte> Bytes(int index, ImageView view)
        {
            Gate?.Wait();
            Interlocked.Increment(ref _reads);
            return Damaged.Contains(index)
                ? throw new DataException($"{index}", "image", "it is damaged.", "Remove it.")
                : new[] { ShowsViews ? (byte)(255 * view.Across) : (byte)index };
        }

        public override ReadOnlySpan<float> Numbers(int index) => throw new InvalidOperationException();

        public override SampleStore Slice(int first, int count) => throw new InvalidOperationException();

        public override SampleStore Pick(int[] places) => throw new InvalidOperationException();

        public override void AppendTo(IncrementalHash hash) => throw new InvalidOperationException();
    }
}
