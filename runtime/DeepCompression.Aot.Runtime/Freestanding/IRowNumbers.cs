using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>What a layer computes with. The compiler writes its loops for each kind of numbers alone.</summary>
/// <typeparam name="TElement">An activation.</typeparam>
/// <typeparam name="TWeight">A weight.</typeparam>
/// <typeparam name="TSum">A bias, and a sum of products; 32 bits.</typeparam>
/// <typeparam name="TOutput">What a sum is stored as.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowNumbers<TElement, TWeight, TSum, TOutput>
    where TElement : unmanaged
    where TWeight : unmanaged
    where TSum : unmanaged
    where TOutput : unmanaged
{
    /// <summary>Whether eight sums fit into registers with what they are made of; otherwise four do.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>What the sum of a row begins with.</summary>
    /// <param name="bias">The row's bias.</param>
    /// <param name="shift">Its bits that the sums do not have, 0 to 31.</param>
    static abstract TSum Start(TSum bias, int shift);

    /// <summary>The sum and a product.</summary>
    static abstract TSum Add(TSum sum, TWeight weight, TElement element);

    /// <summary>The larger of two sums.</summary>
    static abstract TSum Larger(TSum left, TSum right);

    /// <summary>max(sum, 0).</summary>
    static abstract TSum Rectify(TSum sum);

    /// <summary>A sum as it is stored.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="shift">Its bits that the output does not have, 0 to 30; nothing where it has all of them.</param>
    static abstract TOutput Store(TSum sum, int shift);
}

/// <summary>Floats throughout; a product is rounded before it is added, on every processor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FloatNumbers : IRowNumbers<float, float, float, float>
{
    /// <inheritdoc/>
    public static bool HasManyRegisters => true;

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Store(float sum, int shift) => sum;
}

/// <summary>
/// Activations of 8 bits, weights of 16, sums of 32, integers throughout; the generator has seen to it that no sum overflows. Sums are
/// stored as they are, for <see cref="ByteScale.Narrow"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ByteNumbers : IRowNumbers<sbyte, short, int, int>
{
    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Start(int bias, int shift) => bias >> shift;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int sum, short weight, sbyte element) => sum + (weight * element);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Larger(int left, int right) => left > right ? left : right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rectify(int sum) => sum < 0 ? 0 : sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Store(int sum, int shift) => sum;
}

/// <summary>The same where the exponent of the output is known before it is computed: sums are stored as bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CalibratedNumbers : IRowNumbers<sbyte, short, int, sbyte>
{
    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Start(int bias, int shift) => ByteNumbers.Start(bias, shift);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int sum, short weight, sbyte element) => ByteNumbers.Add(sum, weight, element);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Larger(int left, int right) => ByteNumbers.Larger(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rectify(int sum) => ByteNumbers.Rectify(sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Store(int sum, int shift) => ByteScale.Round(sum, shift);
}
