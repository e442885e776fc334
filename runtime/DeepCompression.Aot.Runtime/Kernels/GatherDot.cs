using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The product of a sparse row and the activations with AVX2: eight activations are gathered at a time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GatherDot
{
    /// <summary>The slots of a step: rows must be filled up to whole steps (<see cref="SparseRows.Unpack{TColumn}"/>).</summary>
    public const int SlotsPerStep = 8;

    /// <summary>How far ahead columns and weights are fetched; they are there for all rows, one after another.</summary>
    private const int PrefetchSlots = 1024;

    /// <summary>Whether the processor has AVX2 and FMA; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx2.IsSupported && Fma.IsSupported;
    }

    /// <summary>Sums x[columns[i]] · values[i] over a row's slots.</summary>
    /// <remarks>
    /// Lane i mod 16 of two accumulators sums slots i, i + 16, … with fused multiply-adds; the accumulators are added, then the upper
    /// half of the lanes to the lower until one is left. A filler adds nothing, whatever its activation. Without AVX2 it is
    /// <see cref="ScalarDot"/>.
    /// </remarks>
    /// <param name="x">The first activation.</param>
    /// <param name="columns">The column of the row's first slot; every column is a place in <paramref name="x"/>.</param>
    /// <param name="values">The weight of the row's first slot, 0 for a filler.</param>
    /// <param name="slots">The row's slots, a multiple of <see cref="SlotsPerStep"/>; nothing is read for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(
        ref readonly float x, ref readonly ushort columns, ref readonly float values, int slots) =>
        SumSteps(in x, in columns, in values, slots);

    /// <inheritdoc cref="Sum(ref readonly float, ref readonly ushort, ref readonly float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(
        ref readonly float x, ref readonly int columns, ref readonly float values, int slots) =>
        SumSteps(in x, in columns, in values, slots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumSteps<TColumn>(
        ref readonly float x, ref readonly TColumn columns, ref readonly float values, int slots)
        where TColumn : unmanaged, IBinaryInteger<TColumn> => !IsSupported
            ? ScalarDot.Sum(in x, in columns, in values, slots)
            : Processor.GathersSlowly
                ? Sum<TColumn, ScalarGather>(in x, in columns, in values, slots)
                : Sum<TColumn, VectorGather>(in x, in columns, in values, slots);

    /// <summary>The sum with activations gathered in a way of AVX2.</summary>
    internal static unsafe float Sum<TColumn, TGather>(
        ref readonly float x, ref readonly TColumn columns, ref readonly float values, int slots)
        where TColumn : unmanaged, IBinaryInteger<TColumn>
        where TGather : struct, IGather
    {
        if (slots == 0)
        {
            return 0;
        }

        fixed (float* pinnedX = &x, pinnedValues = &values)
        fixed (TColumn* pinnedColumns = &columns)
        {
            Vector256<float> even = Vector256<float>.Zero;
            Vector256<float> odd = Vector256<float>.Zero;

            // Only a row's last step has fillers.
            int last = slots - SlotsPerStep;
            int i = 0;
            for (; i < last - SlotsPerStep; i += 2 * SlotsPerStep)
            {
                Sse.Prefetch0(pinnedColumns + i + PrefetchSlots);
                Sse.Prefetch0(pinnedValues + i + PrefetchSlots);
                even = AddStep<TColumn, TGather>(even, pinnedX, pinnedColumns + i, pinnedValues + i);
                odd = AddStep<TColumn, TGather>(odd, pinnedX, pinnedColumns + i + SlotsPerStep, pinnedValues + i + SlotsPerStep);
            }

            if (i < last)
            {
                even = AddStep<TColumn, TGather>(even, pinnedX, pinnedColumns + i, pinnedValues + i);
                odd = AddLastStep<TColumn, TGather>(odd, pinnedX, pinnedColumns + last, pinnedValues + last);
            }
            else
            {
                even = AddLastStep<TColumn, TGather>(even, pinnedX, pinnedColumns + last, pinnedValues + last);
            }

            return SumLanes(even + odd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> AddStep<TColumn, TGather>(
        Vector256<float> sum, float* x, TColumn* columns, float* values)
        where TColumn : unmanaged
        where TGather : struct, IGather
    {
        Vector256<float> activation = Activations<TColumn, TGather>(x, columns);
        return Fma.MultiplyAdd(activation, Vector256.Load(values), sum);
    }

    /// <summary>As <c>AddStep</c>, but the activation of a filler counts as 0, so that infinity times 0 never arises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> AddLastStep<TColumn, TGather>(
        Vector256<float> sum, float* x, TColumn* columns, float* values)
        where TColumn : unmanaged
        where TGather : struct, IGather
    {
        Vector256<float> activation = Activations<TColumn, TGather>(x, columns);
        Vector256<float> weight = Vector256.Load(values);
        Vector256<float> filler = Vector256.Equals(weight, Vector256<float>.Zero);
        return Fma.MultiplyAdd(Vector256.AndNot(activation, filler), weight, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Activations<TColumn, TGather>(float* x, TColumn* columns)
        where TColumn : unmanaged
        where TGather : struct, IGather =>
        sizeof(TColumn) == sizeof(ushort) ? TGather.At(x, (ushort*)columns) : TGather.At(x, (int*)columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumLanes(Vector256<float> lanes)
    {
        Vector128<float> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }
}
