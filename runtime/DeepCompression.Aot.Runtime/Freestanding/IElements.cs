using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The order of elements: all that layers need which choose among them.</summary>
/// <typeparam name="T">An element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IElements<T>
    where T : unmanaged
{
    /// <summary>Whether one is less than another; nothing is less or greater than NaN.</summary>
    static abstract bool IsLess(T left, T right);
}

/// <summary>Floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FloatElements : IElements<float>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(float left, float right) => left < right;
}

/// <summary>Bytes, of one exponent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ByteElements : IElements<sbyte>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(sbyte left, sbyte right) => left < right;
}
