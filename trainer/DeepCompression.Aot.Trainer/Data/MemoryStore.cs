using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Samples in memory, one behind another.</summary>
/// <param name="values">The values of all.</param>
/// <param name="length">The number of those of a sample.</param>
internal abstract class MemoryStore<T>(ReadOnlyMemory<T> values, int length) : SampleStore
    where T : unmanaged
{
    public override int Count => values.Length / length;

    public override bool IsInMemory => true;

    /// <summary>The values of all samples.</summary>
    public ReadOnlySpan<T> All => values.Span;

    protected int Length => length;

    public override SampleStore Slice(int first, int count) => With(values.Slice(first * length, count * length));

    public override SampleStore Pick(int[] places)
    {
        var picked = new T[places.Length * length];
        for (int i = 0; i < places.Length; i++)
        {
            Sample(places[i]).CopyTo(picked.AsSpan(i * length));
        }

        return With(picked);
    }

    public override void AppendTo(IncrementalHash hash) => hash.AppendData(MemoryMarshal.AsBytes(values.Span));

    /// <summary>A store of other values of such samples.</summary>
    protected abstract SampleStore With(ReadOnlyMemory<T> others);

    protected ReadOnlySpan<T> Sample(int index)
    {
        // Checked here because index * length may wrap to a valid offset.
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return values.Span.Slice(index * length, length);
    }
}

/// <summary>Raw bytes in memory.</summary>
internal sealed class ByteStore(ReadOnlyMemory<byte> values, int length) : MemoryStore<byte>(values, length)
{
    public override bool HasBytes => true;

    public override ReadOnlySpan<byte> Bytes(int index, ImageView view) => Sample(index);

    public override ReadOnlySpan<float> Numbers(int index) => throw new InvalidOperationException("The samples are raw bytes.");

    protected override SampleStore With(ReadOnlyMemory<byte> others) => new ByteStore(others, Length);
}

/// <summary>A network's inputs in memory.</summary>
internal sealed class NumberStore(ReadOnlyMemory<float> values, int length) : MemoryStore<float>(values, length)
{
    public override bool HasBytes => false;

    public override ReadOnlySpan<byte> Bytes(int index, ImageView view) => throw new InvalidOperationException("The samples are no bytes.");

    public override ReadOnlySpan<float> Numbers(int index) => Sample(index);

    protected override SampleStore With(ReadOnlyMemory<float> others) => new NumberStore(others, Length);
}
