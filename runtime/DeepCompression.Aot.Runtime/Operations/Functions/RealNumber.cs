using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>A single number.</summary>
/// <param name="value">The number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RealNumber(float value) : IReal<RealNumber>
{
    /// <summary>The number.</summary>
    public float Value { get; } = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Load(ReadOnlySpan<float> source) => new(source[0]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<float> target) => target[0] = Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Create(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber operator +(RealNumber left, RealNumber right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber operator -(RealNumber left, RealNumber right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber operator *(RealNumber left, RealNumber right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber operator /(RealNumber left, RealNumber right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber operator -(RealNumber value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Abs(RealNumber value) => new(MathF.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Sqrt(RealNumber value) => new(MathF.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Min(RealNumber left, RealNumber right) => new(MathF.Min(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber Max(RealNumber left, RealNumber right) => new(MathF.Max(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber WhereLess(RealNumber left, RealNumber right, RealNumber whenLess, RealNumber otherwise) =>
        left.Value < right.Value ? whenLess : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealNumber PowerOfTwo(RealNumber exponent) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(exponent.Value + FloatBits.ExponentShift) << FloatBits.FractionBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (RealNumber Mantissa, RealNumber Exponent) Split(RealNumber value)
    {
        int bits = BitConverter.SingleToInt32Bits(value.Value);
        int exponent = (bits - FloatBits.RootOfHalf) >> FloatBits.FractionBits;
        return (new(BitConverter.Int32BitsToSingle(bits - (exponent << FloatBits.FractionBits))), new(exponent));
    }
}
