namespace DeepCompression.Aot.Runtime;

/// <summary>Who does the work of a layer. A type, not a value: programs that never ask for a second thread contain nothing of it.</summary>
internal unsafe interface ICrew
{
    /// <summary>How many threads there may be.</summary>
    static abstract int Threads { get; }

    /// <summary>Does pieces of work, each once, in any order and maybe at once; returns when all are done.</summary>
    /// <param name="work">Does, as the thread of the first number, the pieces from the second to before the third.</param>
    /// <param name="call">What it works on.</param>
    /// <param name="count">Pieces.</param>
    static abstract void Do(delegate*<void*, int, int, int, void> work, void* call, int count);
}

/// <summary>The calling thread.</summary>
internal readonly unsafe struct OneThread : ICrew
{
    public static int Threads => 1;

    public static void Do(delegate*<void*, int, int, int, void> work, void* call, int count) => work(call, 0, 0, count);
}

/// <summary>The calling thread, and the process's helper when that is free.</summary>
internal readonly unsafe struct TwoThreads : ICrew
{
    public static int Threads => 2;

    public static void Do(delegate*<void*, int, int, int, void> work, void* call, int count) => Helper.Share(work, call, count);
}
