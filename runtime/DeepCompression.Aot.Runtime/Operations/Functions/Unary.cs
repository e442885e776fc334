using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Functions of one number over tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Unary
{
    /// <summary>output[i] = function(input[i]); input and output may be the same memory. An element's bits do not depend on its place.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="function">The function with its parameters.</param>
    /// <param name="input">The elements.</param>
    /// <param name="output">Receives as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply<TFunction>(TFunction function, ReadOnlySpan<float> input, Span<float> output)
        where TFunction : struct, IUnaryFunction
    {
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        int done = Vector.IsHardwareAccelerated ? Apply<TFunction, RealVector>(function, input, output) : 0;
        Apply<TFunction, RealNumber>(function, input[done..], output[done..]);
    }

    /// <summary>As many elements as whole vectors hold; returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Apply<TFunction, TReal>(TFunction function, ReadOnlySpan<float> input, Span<float> output)
        where TFunction : struct, IUnaryFunction
        where TReal : struct, IReal<TReal>
    {
        int i = 0;
        for (; i <= input.Length - TReal.Count; i += TReal.Count)
        {
            function.Apply(TReal.Load(input[i..])).Store(output[i..]);
        }

        return i;
    }
}
