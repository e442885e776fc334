namespace DeepCompression.Aot.Trainer.Data.Feeds;

/// <summary>Hands out the inputs of a set in batches: whatever trains or measures on samples takes them here. Not to be used by two threads at once.</summary>
internal abstract class InputFeed : IDisposable
{
    /// <summary>How long the last pass has waited for samples so far; null where nothing needs waiting for.</summary>
    public virtual TimeSpan? Waited => null;

    /// <summary>A feed that copies what is in memory, or reads ahead what is in files.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">The samples of a batch, at least 1.</param>
    public static InputFeed Of(Dataset data, int batchSize) =>
        data.IsInMemory ? new MemoryFeed(data, batchSize) : new ReadAheadFeed(data, batchSize, Environment.ProcessorCount);

    /// <summary>Begins a pass. One that was begun before must be over.</summary>
    /// <param name="order">The samples in their order; the last batch takes what is left. Not to be changed before the pass is over.</param>
    /// <param name="variation">How images are varied; null to take them as they are.</param>
    public abstract void Begin(ReadOnlyMemory<int> order, PassVariation? variation = null);

    /// <summary>The inputs of the next batch, (batch, channels, height, width), normalised; valid until the next call.</summary>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="DataException">A sample of the batch cannot be read; of several the first is named.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public abstract ReadOnlySpan<float> Next(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();
}
