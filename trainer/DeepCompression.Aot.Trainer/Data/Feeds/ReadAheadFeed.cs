using System.Diagnostics;
using System.Runtime.ExceptionServices;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data.Feeds;

/// <summary>
/// Reads samples ahead on threads of its own into a few batches, so that training seldom waits for files to be decoded. What a batch
/// holds does not depend on the threads: each takes the next sample of the order, whoever is free, and puts it where it belongs.
/// </summary>
internal sealed class ReadAheadFeed : InputFeed
{
    /// <summary>The memory of all batches, unless two of them take more.</summary>
    private const long MostBytes = 256L << 20;

    private const int FewestBatches = 2;
    private const int MostBatches = 4;

    private readonly Dataset _data;
    private readonly int _batchSize;
    private readonly Batch[] _batches;
    private readonly Thread[] _threads;

    // Guards all that follows, and what is in the batches but their inputs.
    private readonly object _state = new();
    private ReadOnlyMemory<int> _order;
    private PassVariation? _variation;
    private TimeSpan _waited;
    private bool _isDisposed;

    // Samples of the order that a thread has taken; batches that were handed out; those of them that are no longer in use.
    private int _claimed;
    private int _handedOut;
    private int _released;

    /// <param name="data">The samples.</param>
    /// <param name="batchSize">The samples of a batch.</param>
    /// <param name="threads">The threads that read.</param>
    public ReadAheadFeed(Dataset data, int batchSize, int threads)
    {
        _data = data;
        _batchSize = batchSize;
        int values = checked(batchSize * data.Shape.Length);
        int batches = (int)Math.Clamp(MostBytes / sizeof(float) / values, FewestBatches, MostBatches);
        _batches = [.. Enumerable.Range(0, batches).Select(_ => new Batch(values))];
        _threads = [.. Enumerable.Range(1, threads).Select(number => new Thread(Read) { IsBackground = true, Name = $"images {number}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public override TimeSpan? Waited => _waited;

    private int BatchCount => (_order.Length + _batchSize - 1) / _batchSize;

    public override void Begin(ReadOnlyMemory<int> order, PassVariation? variation = null)
    {
        lock (_state)
        {
            if (_handedOut < BatchCount)
            {
                throw new InvalidOperationException("The pass before is not over.");
            }

            (_order, _variation, _waited) = (order, variation, TimeSpan.Zero);
            (_claimed, _handedOut, _released) = (0, 0, 0);
            for (int i = 0; i < Math.Min(_batches.Length, BatchCount); i++)
            {
                _batches[i].Begin(CountOf(i));
            }

            Monitor.PulseAll(_state);
        }
    }

    public override ReadOnlySpan<float> Next(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.UnsafeRegister(_ => Wake(), null);
        lock (_state)
        {
            Release();
            Batch batch = _batches[_handedOut % _batches.Length];
            long start = Stopwatch.GetTimestamp();
            while (batch.Missing > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_state);
            }

            cancellation.ThrowIfCancellationRequested();
            _waited += Stopwatch.GetElapsedTime(start);
            batch.Failure?.Error.Throw();
            return batch.Inputs.AsSpan(0, CountOf(_handedOut++) * _data.Shape.Length);
        }
    }

    /// <summary>Ends the threads, each with the sample that it is at.</summary>
    public override void Dispose()
    {
        lock (_state)
        {
            _isDisposed = true;
            Monitor.PulseAll(_state);
        }

        Array.ForEach(_threads, thread => thread.Join());
    }

    private int CountOf(int batch) => Math.Min(_batchSize, _order.Length - (batch * _batchSize));

    private void Wake()
    {
        lock (_state)
        {
            Monitor.PulseAll(_state);
        }
    }

    /// <summary>The batch that was handed out last makes room for one that is behind all others.</summary>
    private void Release()
    {
        if (_released == _handedOut)
        {
            return;
        }

        int next = _released++ + _batches.Length;
        if (next < BatchCount)
        {
            _batches[next % _batches.Length].Begin(CountOf(next));
            Monitor.PulseAll(_state);
        }
    }

    private void Read()
    {
        while (Claim() is int place)
        {
            Batch batch = _batches[place / _batchSize % _batches.Length];
            ExceptionDispatchInfo? error = null;
            try
            {
                int sample = _order.Span[place];
                Span<float> input = batch.Inputs.AsSpan(place % _batchSize * _data.Shape.Length, _data.Shape.Length);
                _data.CopyInput(sample, _variation?.View(sample) ?? ImageView.Middle, input);
            }
            catch (Exception exception)
            {
                // Whoever asks for the batch gets it thrown.
                error = ExceptionDispatchInfo.Capture(exception);
            }

            lock (_state)
            {
                batch.End(place, error);
                Monitor.PulseAll(_state);
            }
        }
    }

    /// <summary>The next place of the order, when its batch has room; null when all is over.</summary>
    private int? Claim()
    {
        lock (_state)
        {
            while (!_isDisposed && (_claimed >= _order.Length || _claimed / _batchSize >= _released + _batches.Length))
            {
                Monitor.Wait(_state);
            }

            return _isDisposed ? null : _claimed++;
        }
    }

    /// <summary>Room for the inputs of a batch.</summary>
    private sealed class Batch(int values)
    {
        public float[] Inputs { get; } = GC.AllocateUninitializedArray<float>(values);

        /// <summary>The samples that are still to come.</summary>
        public int Missing { get; private set; }

        /// <summary>What went wrong first, by place in the order.</summary>
        public (int Place, ExceptionDispatchInfo Error)? Failure { get; private set; }

        public void Begin(int samples) => (Missing, Failure) = (samples, null);

        public void End(int place, ExceptionDispatchInfo? error)
        {
            Missing--;
            if (error is not null && !(Failure?.Place < place))
            {
                Failure = (place, error);
            }
        }
    }
}
