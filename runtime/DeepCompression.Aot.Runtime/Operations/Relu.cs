using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The rectifier: 0 for negative elements, the element itself otherwise. NaN stays NaN and −0 stays −0, in every form and on every
/// processor. The single-value and vector forms are for kernels that apply it to their sums.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Relu
{
    /// <summary>Rectifies one value, without a branch where there are vectors: the sign of a sum is anybody's guess.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Apply(float value)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            return Apply(Vector128.CreateScalarUnsafe(value)).ToScalar();
        }

        return value < 0 ? 0 : value;
    }

    /// <summary>Rectifies four values.</summary>
    /// <param name="values">The values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply(Vector128<float> values) =>
        Vector128.AndNot(values, Vector128.LessThan(values, Vector128<float>.Zero));

    /// <summary>Rectifies eight values.</summary>
    /// <param name="values">The values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> values) =>
        Vector256.AndNot(values, Vector256.LessThan(values, Vector256<float>.Zero));

    /// <summary>Rectifies sixteen values.</summary>
    /// <param name="values">The values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> values) =>
        Vector512.AndNot(values, Vector512.LessThan(values, Vector512<float>.Zero));

    /// <summary>Rectifies as many values as a vector of the processor's own width has.</summary>
    /// <param name="values">The values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Apply(Vector<float> values) =>
        Vector.AndNot(values, Vector.LessThan(values, Vector<float>.Zero).As<int, float>());

    /// <summary>Rectifies a tensor; input and output may be the same memory.</summary>
    /// <param name="input">The elements.</param>
    /// <param name="output">Receives as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        int i = 0;
        for (; i <= input.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Apply(new Vector<float>(input[i..])).CopyTo(output[i..]);
        }

        for (; i < input.Length; i++)
        {
            output[i] = Apply(input[i]);
        }
    }
}
