using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>A fully connected layer in a sliding-window layout for floats, bias and rectifier included.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WindowProduct
{
    /// <summary>Whether the processor has AVX-512F; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    /// <summary>
    /// Computes output = weights · input + bias, rectified on request. A sum is that of three or four partial sums in an order that
    /// the layout determines, with fused multiply-adds; without AVX-512 slot by slot, each product rounded.
    /// </summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations, which are read and nothing beside them.</param>
    /// <param name="output">Receives M sums; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static unsafe void Apply(WindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        bool paired = weights.GroupRows > WindowShape.Lanes;
        fixed (float* codebook = weights.Codebook)
        {
            if (!IsSupported)
            {
                if (paired)
                {
                    Apply<ScalarPairedWindowSteps>(weights, codebook, input, output, relu);
                }
                else
                {
                    Apply<ScalarWindowSteps>(weights, codebook, input, output, relu);
                }
            }
            else if (paired)
            {
                Apply<PairedWindowSteps>(weights, codebook, input, output, relu);
            }
            else
            {
                Apply<WindowSteps>(weights, codebook, input, output, relu);
            }
        }
    }

    /// <inheritdoc cref="Apply(WindowRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static unsafe void Apply(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        if (weights.SlotsPerLane == TwoSlots.Slots)
        {
            ApplyValues<TwoSlots>(weights, input, output, relu);
        }
        else
        {
            ApplyValues<ThreeSlots>(weights, input, output, relu);
        }
    }

    private static unsafe void ApplyValues<TSlots>(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TSlots : struct, ISlotCount
    {
        if (IsSupported)
        {
            Apply<ValueWindowSteps<TSlots>>(weights, null, input, output, relu);
        }
        else
        {
            Apply<ScalarValueWindowSteps<TSlots>>(weights, null, input, output, relu);
        }
    }

    /// <summary>Group by group: the sums of its steps, the epilogue, and each sum to its row.</summary>
    [SkipLocalsInit]
    internal static unsafe void Apply<TSteps>(
        WindowLayout weights, float* codebook, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TSteps : struct, IWindowSteps
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        int groupRows = weights.GroupRows;
        float* sums = stackalloc float[2 * WindowShape.Lanes];
        fixed (float* x = input, y = output, bias = weights.Bias)
        fixed (ushort* starts = weights.Starts)
        fixed (int* order = weights.Order)
        {
            int step = 0;
            int place = 0;
            foreach (int end in weights.GroupEnd)
            {
                TSteps.Sum(weights.Words.First + ((nint)step * TSteps.WordsPerStep), starts + step, end - step, x, codebook, sums);
                Finish(sums, bias + place, groupRows, relu);
                Scatter(sums, order + place, Math.Min(groupRows, output.Length - place), y);
                step = end;
                place += groupRows;
            }
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    /// <summary>The epilogue of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Finish(float* sums, float* bias, int count, bool relu)
    {
        for (int i = 0; i < count; i += WindowShape.Lanes)
        {
            Vector512<float> sum = Vector512.Load(sums + i) + Vector512.Load(bias + i);
            (relu ? Relu.Apply(sum) : sum).Store(sums + i);
        }
    }

    /// <summary>Writes sums to the rows they belong to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Scatter(float* sums, int* rows, int count, float* y)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            y[rows[i]] = sums[i];
            y[rows[i + 1]] = sums[i + 1];
            y[rows[i + 2]] = sums[i + 2];
            y[rows[i + 3]] = sums[i + 3];
        }

        for (; i < count; i++)
        {
            y[rows[i]] = sums[i];
        }
    }
}
