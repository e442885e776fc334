using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// The embedded training engine: plain C#, vectorised, on all cores, without native dependencies. Equal seeds give equal bits on
/// processors with vectors of one width, whatever the number of threads.
/// </summary>
internal sealed class ManagedEngine : ITrainingEngine
{
    // A batch of 128 has four blocks: more threads than this would mostly wait.
    private const int MostThreadsByDefault = 8;

    private readonly int _threads;

    /// <param name="threads">The threads of a session, or null for one on each processor up to eight.</param>
    public ManagedEngine(int? threads = null)
    {
        _threads = threads ?? Math.Min(Environment.ProcessorCount, MostThreadsByDefault);
        ArgumentOutOfRangeException.ThrowIfLessThan(_threads, 1, nameof(threads));
    }

    public string Name => "managed";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The engine cannot train such a network; the message says why.</exception>
    public ITrainingSession CreateSession(NetworkDefinition network, int seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new ManagedSession(network, seed, _threads);
    }
}
