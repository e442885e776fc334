using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Memory that ends at a page nobody may touch, where the operating system's calls are known; elsewhere an array.</summary>
internal sealed class GuardedBuffer<T>(int capacity)
    where T : unmanaged
{
    private readonly GuardedMemory<T>? _guarded = OperatingSystem.IsLinux() ? new GuardedMemory<T>(capacity) : null;

    private readonly T[] _array = OperatingSystem.IsLinux() ? [] : new T[capacity];

    /// <summary>The last elements before the page.</summary>
    public Span<T> Last(int length) => (_guarded is null ? _array : _guarded.Span)[^length..];

    /// <summary>A copy of elements right before the page.</summary>
    public Span<T> Copy(ReadOnlySpan<T> elements)
    {
        Span<T> copy = Last(elements.Length);
        elements.CopyTo(copy);
        return copy;
    }
}
