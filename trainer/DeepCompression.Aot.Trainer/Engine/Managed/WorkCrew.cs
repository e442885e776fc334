using System.Runtime.ExceptionServices;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// Threads that share the numbered items of a task. Which thread does which item depends on chance; tasks are therefore made of items
/// that write nothing in common, and the result does not depend on the number of threads. The calling thread never waits for a helper
/// to wake up, only for one that is at work, so that other load on the machine slows a run no more than it must. A run allocates nothing.
/// </summary>
internal sealed class WorkCrew : IDisposable
{
    // Tasks follow each other within microseconds, and waking a sleeping thread takes tens of them.
    private const int SpinsBeforeSleep = 200;

    private readonly Thread[] _helpers;

    // Guards what follows; helpers sleep on it, and the caller while helpers are at work.
    private readonly object _gate = new();
    private Action<int>? _task;
    private int _items;
    private int _nextItem;
    private volatile int _taskNumber;
    private volatile int _atWork;
    private bool _open;
    private bool _disposed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A crew of the calling thread and <paramref name="threads"/> − 1 others.</summary>
    public WorkCrew(int threads)
    {
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = "training helper" };
            _helpers[i].Start();
        }
    }

    /// <summary>Runs <paramref name="task"/> for items 0 to <paramref name="items"/> − 1, and returns when all are done.</summary>
    public void Run(int items, Action<int> task)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool share = items > 1 && _helpers.Length > 0;
        lock (_gate)
        {
            _task = task;
            _items = items;
            _nextItem = 0;
            if (share)
            {
                _open = true;
                _taskNumber++;
                Monitor.PulseAll(_gate);
            }
        }

        TakeItems();
        if (share)
        {
            AwaitHelpers();
        }

        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread helper in _helpers)
        {
            helper.Join();
        }
    }

    private void AwaitHelpers()
    {
        var spin = default(SpinWait);
        while (_atWork > 0 && spin.Count < SpinsBeforeSleep)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        lock (_gate)
        {
            _open = false;
            while (_atWork > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Help()
    {
        int seen = 0;
        while (JoinTask(ref seen))
        {
            TakeItems();
            lock (_gate)
            {
                _atWork--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for a task that is open to helpers.</summary>
    /// <returns>False when the crew is dismissed.</returns>
    private bool JoinTask(ref int seen)
    {
        while (true)
        {
            var spin = default(SpinWait);
            while (_taskNumber == seen && spin.Count < SpinsBeforeSleep)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            lock (_gate)
            {
                while (_taskNumber == seen && !_disposed)
                {
                    Monitor.Wait(_gate);
                }

                if (_disposed)
                {
                    return false;
                }

                // A task that is over already is one less to help with.
                seen = _taskNumber;
                if (_open)
                {
                    _atWork++;
                    return true;
                }
            }
        }
    }

    private void TakeItems()
    {
        try
        {
            for (int item = Interlocked.Increment(ref _nextItem) - 1; item < _items; item = Interlocked.Increment(ref _nextItem) - 1)
            {
                _task!(item);
            }
        }
        catch (Exception exception)
        {
            // Rethrown by Run: an exception on a helper would end the process.
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
