namespace DeepCompression.Aot.Trainer.Data.Feeds;

/// <summary>Copies the samples of a batch when it is asked for: they are in memory, and normalising them costs less than handing them between threads.</summary>
internal sealed class MemoryFeed(Dataset data, int batchSize) : InputFeed
{
    private readonly float[] _inputs = new float[checked(batchSize * data.Shape.Length)];
    private ReadOnlyMemory<int> _order;

    public override void Begin(ReadOnlyMemory<int> order, PassVariation? variation = null) => _order = order;

    public override ReadOnlySpan<float> Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = Math.Min(batchSize, _order.Length);
        Span<float> inputs = _inputs.AsSpan(0, count * data.Shape.Length);
        data.CopyInputs(_order.Span[..count], inputs);
        _order = _order[count..];
        return inputs;
    }

    public override void Dispose()
    {
    }
}
