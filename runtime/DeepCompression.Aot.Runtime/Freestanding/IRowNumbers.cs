using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>What a layer computes with. The compiler writes its loops for each kind of numbers alone.</summary>
/// <typeparam name="TElement">An activation.</typeparam>
/// <typeparam name="TSum">A weight, a bias, and a sum of products; 32 bits.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowNumbers<TElement, TSum>
    where TElement : unmanaged
    where TSum : unmanaged
{
    /// <summary>What the sum of a row begins with.</summary>
    /// <param name="bias">The row's bias.</param>
    /// <param name="shift">Its bits that the sums do not have, 0 to 31.</param>
    static abstract TSum Start(TSum bias, int shift);

    /// <summary>The sum and a product.</summary>
    static abstract TSum Add(TSum sum, TSum weight, TElement element);

    /// <summary>The larger of two sums.</summary>
    static abstract TSum Larger(TSum left, TSum right);

    /// <summary>max(sum, 0).</summary>
    static abstract TSum Rectify(TSum sum);
}

/// <summary>Floats throughout; a product is rounded before it is added, on every processor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FloatNumbers : IRowNumbers<float, float>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Start(float bias, int shift) => bias;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float sum, float weight, float element) => sum + (weight * element);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Larger(float left, float right) => left > right ? left : right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rectify(float sum) => sum < 0f ? 0f : sum;
}

/// <summary>Activations of 8 bits, weights and sums of 32, integers throughout; the generator has seen to it that no sum overflows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ByteNumbers : IRowNumbers<sbyte, int>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Start(int bias, int shift) => bias >> shift;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int sum, int weight, sbyte element) => sum + (weight * element);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Larger(int left, int right) => left > right ? left : right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rectify(int sum) => sum < 0 ? 0 : sum;
}
