using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>As many numbers as a vector of the processor's own width has.</summary>
/// <param name="value">The numbers.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RealVector(Vector<float> value) : IReal<RealVector>
{
    /// <summary>The numbers.</summary>
    public Vector<float> Value { get; } = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<float>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Load(ReadOnlySpan<float> source) => new(new Vector<float>(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<float> target) => Value.CopyTo(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Create(float value) => new(new Vector<float>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector operator +(RealVector left, RealVector right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector operator -(RealVector left, RealVector right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector operator *(RealVector left, RealVector right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector operator /(RealVector left, RealVector right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector operator -(RealVector value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Abs(RealVector value) => new(Vector.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Sqrt(RealVector value) => new(Vector.SquareRoot(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Min(RealVector left, RealVector right) => new(Vector.Min(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector Max(RealVector left, RealVector right) => new(Vector.Max(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector WhereLess(RealVector left, RealVector right, RealVector whenLess, RealVector otherwise) =>
        new(Vector.ConditionalSelect(Vector.LessThan(left.Value, right.Value), whenLess.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector PowerOfTwo(RealVector exponent) => new(Vector.AsVectorSingle(
        Vector.ShiftLeft(Vector.AsVectorInt32(exponent.Value + new Vector<float>(FloatBits.ExponentShift)), FloatBits.FractionBits)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (RealVector Mantissa, RealVector Exponent) Split(RealVector value)
    {
        Vector<int> bits = Vector.AsVectorInt32(value.Value);
        Vector<int> exponent = Vector.ShiftRightArithmetic(bits - new Vector<int>(FloatBits.RootOfHalf), FloatBits.FractionBits);
        Vector<int> mantissa = bits - Vector.ShiftLeft(exponent, FloatBits.FractionBits);
        return (new(Vector.AsVectorSingle(mantissa)), new(Vector.ConvertToSingle(exponent)));
    }
}
