using System.Security.Cryptography;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>The values of samples: in memory, or in files where they are fetched when they are needed. Immutable; safe to read from several threads.</summary>
internal abstract class SampleStore
{
    /// <summary>The number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the values are raw bytes; others are a network's inputs as they are.</summary>
    public abstract bool HasBytes { get; }

    /// <summary>Whether reading a sample costs no more than copying it.</summary>
    public abstract bool IsInMemory { get; }

    /// <summary>The raw values of a sample.</summary>
    /// <param name="index">The sample.</param>
    /// <param name="view">Which part of an image to take, where files hold more than is read of them.</param>
    /// <exception cref="InvalidOperationException">The samples are no bytes.</exception>
    /// <exception cref="DataException">The sample's file cannot be read.</exception>
    public abstract ReadOnlySpan<byte> Bytes(int index, ImageView view);

    /// <summary>The inputs that a sample is.</summary>
    /// <param name="index">The sample.</param>
    /// <exception cref="InvalidOperationException">The samples are raw bytes.</exception>
    public abstract ReadOnlySpan<float> Numbers(int index);

    /// <summary>A view of some samples in a row.</summary>
    public abstract SampleStore Slice(int first, int count);

    /// <summary>The samples at these places, in that order.</summary>
    public abstract SampleStore Pick(int[] places);

    /// <summary>Adds what decides the values to a hash.</summary>
    public abstract void AppendTo(IncrementalHash hash);
}
