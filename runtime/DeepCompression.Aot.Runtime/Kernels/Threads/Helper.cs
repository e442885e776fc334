namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A thread that helps whoever runs a network, one caller at a time. It is started when first asked for and lives as long as the
/// process. Nothing is allocated after that.
/// </summary>
/// <remarks>
/// Caller and helper take parts of the work until none is left, so that each does as much as it gets time for: where the machine is
/// busy and the helper does not get to run, the caller does all and waits for nobody. It also works alone while the helper serves
/// another caller, and on a machine with one processor. Between two layers the helper spins, since waking it takes longer than many
/// a layer; after a while without work it sleeps.
/// </remarks>
internal static unsafe class Helper
{
    /// <summary>Parts of the work: few enough to cost nothing, enough for both threads to end at about the same time.</summary>
    private const int MaxParts = 16;

    /// <summary>Turns of spinning, about a fifth of a millisecond, before the helper sleeps.</summary>
    private const int SpinTurns = 2000;

    /// <summary>Turns before a thread that waits for the other gives its processor away.</summary>
    private const int PatientTurns = 100;

    // The numbers of the threads.
    private const int Caller = 0;
    private const int TheHelper = 1;

    /// <summary>What the helper may do now: <see cref="Closed"/>, <see cref="Open"/>, or <see cref="Inside"/>.</summary>
    private static int _door;
    private const int Closed = 0;
    private const int Open = 1;
    private const int Inside = 2;

    private static readonly AutoResetEvent Bell = new(initialState: false);
    private static readonly bool IsThere = Start();
    private static int _isTaken;
    private static int _isAsleep;

    // The work; written while the door is closed.
    private static delegate*<void*, int, int, int, void> _work;
    private static void* _call;
    private static int _count;
    private static int _parts;
    private static int _partsTaken;

    /// <summary>Does pieces of work with the helper, as <see cref="ICrew.Do"/> says.</summary>
    public static void Share(delegate*<void*, int, int, int, void> work, void* call, int count)
    {
        if (!IsThere || count < 2 || Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            work(call, Caller, 0, count);
            return;
        }

        _work = work;
        _call = call;
        _count = count;
        _parts = Math.Min(count, MaxParts);
        _partsTaken = 0;

        // Exchanges, not writes: the helper first says that it sleeps and then looks at the door, or it sees the door open.
        Interlocked.Exchange(ref _door, Open);
        if (Interlocked.Exchange(ref _isAsleep, 0) != 0)
        {
            Bell.Set();
        }

        TakeFirstParts();
        if (Interlocked.CompareExchange(ref _door, Closed, Open) != Open)
        {
            for (int turn = 0; Volatile.Read(ref _door) != Closed; turn++)
            {
                Wait(turn);
            }
        }

        Volatile.Write(ref _isTaken, 0);
    }

    private static bool Start()
    {
        if (Environment.ProcessorCount < 2)
        {
            return false;
        }

        new Thread(Serve) { IsBackground = true, Name = "DeepCompression.Aot helper" }.Start();
        return true;
    }

    private static void Serve()
    {
        for (int turn = 0; ; turn++)
        {
            if (Volatile.Read(ref _door) == Open && Interlocked.CompareExchange(ref _door, Inside, Open) == Open)
            {
                TakeLastParts();
                Volatile.Write(ref _door, Closed);
                turn = 0;
            }
            else if (turn < SpinTurns)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Sleep();
                turn = 0;
            }
        }
    }

    private static void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        if (Volatile.Read(ref _door) != Open)
        {
            Bell.WaitOne();
        }

        Interlocked.Exchange(ref _isAsleep, 0);
    }

    /// <summary>
    /// The caller's parts are the first ones and the helper's the last, whoever is faster: each processor reads the same memory in every
    /// inference, as far as it gets.
    /// </summary>
    private static void TakeFirstParts()
    {
        for (int part = 0; Interlocked.Increment(ref _partsTaken) <= _parts; part++)
        {
            Work(Caller, part);
        }
    }

    private static void TakeLastParts()
    {
        for (int part = _parts - 1; Interlocked.Increment(ref _partsTaken) <= _parts; part--)
        {
            Work(TheHelper, part);
        }
    }

    private static void Work(int thread, int part) =>
        _work(_call, thread, (int)((long)part * _count / _parts), (int)((long)(part + 1) * _count / _parts));

    private static void Wait(int turn)
    {
        if (turn < PatientTurns)
        {
            Thread.SpinWait(1);
        }
        else
        {
            Thread.Yield();
        }
    }
}
