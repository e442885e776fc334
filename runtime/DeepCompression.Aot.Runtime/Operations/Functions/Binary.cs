using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Functions of two numbers over tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Binary
{
    /// <summary>output[i] = function(left[i], right[i]); the output may be the same memory as either input.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="left">The elements of one tensor.</param>
    /// <param name="right">As many of the other.</param>
    /// <param name="output">Receives as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply<TFunction>(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output)
        where TFunction : struct, IBinaryFunction
    {
        ThrowHelper.RequireLength(nameof(right), left.Length, right.Length);
        ThrowHelper.RequireLength(nameof(output), left.Length, output.Length);
        Row<TFunction>(left, 1, right, 1, output);
    }

    /// <summary>The same where the elements of one tensor stand for several of the other.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="left">The elements of one tensor.</param>
    /// <param name="right">The elements of the other.</param>
    /// <param name="output">Receives the elements of all dimensions; apart from the memory of both.</param>
    /// <param name="sizes">The dimensions of the output, outermost first.</param>
    /// <param name="leftSteps">For each, how far the next element is in the left tensor: 0 where one stands for all. 0 or 1 for the last.</param>
    /// <param name="rightSteps">The same for the right tensor.</param>
    /// <exception cref="ArgumentException">A length does not fit the dimensions.</exception>
    public static void Spread<TFunction>(
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        Span<float> output,
        ReadOnlySpan<int> sizes,
        ReadOnlySpan<int> leftSteps,
        ReadOnlySpan<int> rightSteps)
        where TFunction : struct, IBinaryFunction
    {
        ThrowHelper.RequireLength(nameof(leftSteps), sizes.Length, leftSteps.Length);
        ThrowHelper.RequireLength(nameof(rightSteps), sizes.Length, rightSteps.Length);
        Spread<TFunction>(left, right, output, new Steps(sizes, leftSteps, rightSteps));
    }

    /// <summary>The elements below one of the outermost dimension after the other.</summary>
    private static void Spread<TFunction>(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, Steps steps)
        where TFunction : struct, IBinaryFunction
    {
        if (steps.Sizes.Length == 1)
        {
            ThrowHelper.RequireLength(nameof(output), steps.Sizes[0], output.Length);
            Row<TFunction>(left, steps.Left[0], right, steps.Right[0], output);
            return;
        }

        int block = output.Length / steps.Sizes[0];
        ThrowHelper.RequireLength(nameof(output), block * steps.Sizes[0], output.Length);
        for (int i = 0; i < steps.Sizes[0]; i++)
        {
            Spread<TFunction>(left[(i * steps.Left[0])..], right[(i * steps.Right[0])..], output.Slice(i * block, block), steps.Inner);
        }
    }

    private static void Row<TFunction>(ReadOnlySpan<float> left, int leftStep, ReadOnlySpan<float> right, int rightStep, Span<float> output)
        where TFunction : struct, IBinaryFunction
    {
        int done = Vector.IsHardwareAccelerated ? Row<TFunction, RealVector>(left, leftStep, right, rightStep, output) : 0;
        Row<TFunction, RealNumber>(left[(done * leftStep)..], leftStep, right[(done * rightStep)..], rightStep, output[done..]);
    }

    /// <summary>As many elements as whole vectors hold; returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Row<TFunction, TReal>(
        ReadOnlySpan<float> left, int leftStep, ReadOnlySpan<float> right, int rightStep, Span<float> output)
        where TFunction : struct, IBinaryFunction
        where TReal : struct, IReal<TReal>
    {
        int i = 0;
        for (; i <= output.Length - TReal.Count; i += TReal.Count)
        {
            TReal first = leftStep == 0 ? TReal.Create(left[0]) : TReal.Load(left[i..]);
            TReal second = rightStep == 0 ? TReal.Create(right[0]) : TReal.Load(right[i..]);
            TFunction.Apply(first, second).Store(output[i..]);
        }

        return i;
    }

    /// <summary>How dimensions are walked, outermost first.</summary>
    private readonly ref struct Steps(ReadOnlySpan<int> sizes, ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        public ReadOnlySpan<int> Sizes { get; } = sizes;

        public ReadOnlySpan<int> Left { get; } = left;

        public ReadOnlySpan<int> Right { get; } = right;

        /// <summary>All but the outermost.</summary>
        public Steps Inner => new(Sizes[1..], Left[1..], Right[1..]);
    }
}
