using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Softmax, its logarithm and its limit along one axis of a tensor. The tensor is blocks of <c>length</c> rows of <c>step</c> elements:
/// an element's row is its place along the axis. An infinity or NaN along the axis makes NaN of it, as in <see cref="Softmax"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AxisSoftmax
{
    /// <summary>exp(x − m) ÷ Σ exp(x − m), m being the largest element along the axis.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="output">Receives as many elements; apart from the input's memory.</param>
    /// <param name="length">Elements along the axis.</param>
    /// <param name="step">From one of them to the next.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole blocks.</exception>
    public static void Softmax(ReadOnlySpan<float> input, Span<float> output, int length, int step)
    {
        RequireBlocks(input, output, length, step);
        for (int block = 0; block < input.Length; block += length * step)
        {
            if (step == 1)
            {
                Runtime.Softmax.Apply(input.Slice(block, length), output.Slice(block, length));
                continue;
            }

            Columns(input.Slice(block, length * step), output.Slice(block, length * step), length, step, logarithm: false);
        }
    }

    /// <summary>x − m − ln Σ exp(x − m), m being the largest element along the axis.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static void LogSoftmax(ReadOnlySpan<float> input, Span<float> output, int length, int step)
    {
        RequireBlocks(input, output, length, step);
        for (int block = 0; block < input.Length; block += length * step)
        {
            Columns(input.Slice(block, length * step), output.Slice(block, length * step), length, step, logarithm: true);
        }
    }

    /// <summary>1 for the first of the largest elements along the axis, 0 for all others.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static void Hardmax(ReadOnlySpan<float> input, Span<float> output, int length, int step)
    {
        RequireBlocks(input, output, length, step);
        output.Clear();
        for (int line = 0; line < input.Length / length; line++)
        {
            (int block, int column) = Math.DivRem(line, step);
            int first = (block * length * step) + column;
            int largest = first;
            for (int i = 1; i < length; i++)
            {
                largest = input[first + (i * step)] > input[largest] ? first + (i * step) : largest;
            }

            output[largest] = 1;
        }
    }

    private static void RequireBlocks(ReadOnlySpan<float> input, Span<float> output, int length, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        ThrowHelper.RequireLength(nameof(input), input.Length / (length * step) * length * step, input.Length);
    }

    private static void Columns(ReadOnlySpan<float> input, Span<float> output, int length, int step, bool logarithm)
    {
        int done = Vector.IsHardwareAccelerated ? Columns<RealVector>(input, output, length, step, 0, logarithm) : 0;
        Columns<RealNumber>(input, output, length, step, done, logarithm);
    }

    /// <summary>As many columns of a block, from the first given, as whole vectors hold; returns the first that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Columns<TReal>(ReadOnlySpan<float> input, Span<float> output, int length, int step, int column, bool logarithm)
        where TReal : struct, IReal<TReal>
    {
        for (; column <= step - TReal.Count; column += TReal.Count)
        {
            TReal largest = TReal.Create(float.NegativeInfinity);
            for (int i = 0; i < length; i++)
            {
                largest = TReal.Max(largest, TReal.Load(input[((i * step) + column)..]));
            }

            TReal sum = TReal.Create(0);
            for (int i = 0; i < length; i++)
            {
                TReal shifted = TReal.Load(input[((i * step) + column)..]) - largest;
                TReal term = Elementary.Exp(shifted);
                (logarithm ? shifted : term).Store(output[((i * step) + column)..]);
                sum += term;
            }

            TReal logarithmOfSum = Elementary.Log(sum);
            for (int i = 0; i < length; i++)
            {
                Span<float> place = output[((i * step) + column)..];
                TReal element = TReal.Load(place);
                (logarithm ? element - logarithmOfSum : element / sum).Store(place);
            }
        }

        return column;
    }
}
