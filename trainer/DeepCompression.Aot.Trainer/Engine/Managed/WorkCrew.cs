using System.Runtime.ExceptionServices;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// Threads that share the numbered items of a task. Which thread does which item depends on chance; tasks are therefore made of items
/// that write nothing in common, and the result does not depend on the number of threads. A run allocates nothing.
/// </summary>
internal sealed class WorkCrew : IDisposable
{
    private readonly Thread[] _helpers;
    private readonly Barrier _barrier;
    private Action<int>? _task;
    private int _items;
    private int _nextItem;
    private ExceptionDispatchInfo? _failure;
    private bool _disposed;

    /// <summary>A crew of the calling thread and <paramref name="threads"/> − 1 others.</summary>
    public WorkCrew(int threads)
    {
        _barrier = new Barrier(threads);
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
        _task = task;
        _items = items;
        _nextItem = 0;
        if (_helpers.Length == 0 || items <= 1)
        {
            TakeItems();
        }
        else
        {
            _barrier.SignalAndWait();
            TakeItems();
            _barrier.SignalAndWait();
        }

        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _task = null;
        _barrier.SignalAndWait();
        foreach (Thread helper in _helpers)
        {
            helper.Join();
        }

        _barrier.Dispose();
    }

    private void Help()
    {
        // A run without a task is the end.
        _barrier.SignalAndWait();
        while (_task is not null)
        {
            TakeItems();
            _barrier.SignalAndWait();
            _barrier.SignalAndWait();
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
