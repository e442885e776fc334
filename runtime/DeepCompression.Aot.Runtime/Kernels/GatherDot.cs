using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The product of a sparse row and the activations with AVX2: eight activations and eight centroids are gathered at a time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GatherDot
{
    /// <summary>The slots of a step: rows must be filled up to whole steps (<see cref="SparseRows.Unpack{TColumn}"/>).</summary>
    public const int SlotsPerStep = 8;

    /// <summary>Whether the processor has AVX2 and FMA; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx2.IsSupported && Fma.IsSupported;
    }

    /// <summary>Sums x[columns[i]] · codebook[codes[i]] over a row's slots.</summary>
    /// <remarks>
    /// Lane i mod 16 of two accumulators sums slots i, i + 16, … with fused multiply-adds; the accumulators are added, then the upper
    /// half of the lanes to the lower until one is left. A filler adds nothing, whatever its activation. Without AVX2 it is
    /// <see cref="ScalarDot"/>.
    /// </remarks>
    /// <param name="x">The first activation.</param>
    /// <param name="columns">The column of the row's first slot; every column is a place in <paramref name="x"/>.</param>
    /// <param name="codes">The code of the row's first slot; every code is a place in <paramref name="codebook"/>.</param>
    /// <param name="codebook">The value of code 0, which is 0.</param>
    /// <param name="slots">The row's slots, a multiple of <see cref="SlotsPerStep"/>; nothing is read for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(
        ref readonly float x, ref readonly ushort columns, ref readonly byte codes, ref readonly float codebook, int slots) =>
        SumSteps(in x, in columns, in codes, in codebook, slots);

    /// <inheritdoc cref="Sum(ref readonly float, ref readonly ushort, ref readonly byte, ref readonly float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(
        ref readonly float x, ref readonly int columns, ref readonly byte codes, ref readonly float codebook, int slots) =>
        SumSteps(in x, in columns, in codes, in codebook, slots);

    private static unsafe float SumSteps<TColumn>(
        ref readonly float x, ref readonly TColumn columns, ref readonly byte codes, ref readonly float codebook, int slots)
        where TColumn : unmanaged, IBinaryInteger<TColumn>
    {
        if (!IsSupported)
        {
            return ScalarDot.Sum(in x, in columns, in codes, in codebook, slots);
        }

        if (slots == 0)
        {
            return 0;
        }

        fixed (float* pinnedX = &x, pinnedCodebook = &codebook)
        fixed (TColumn* pinnedColumns = &columns)
        fixed (byte* pinnedCodes = &codes)
        {
            Vector256<float> even = Vector256<float>.Zero;
            Vector256<float> odd = Vector256<float>.Zero;

            // Only a row's last step has fillers.
            int last = slots - SlotsPerStep;
            int i = 0;
            for (; i < last - SlotsPerStep; i += 2 * SlotsPerStep)
            {
                even = AddStep(even, pinnedX, pinnedColumns + i, pinnedCodes + i, pinnedCodebook);
                odd = AddStep(odd, pinnedX, pinnedColumns + i + SlotsPerStep, pinnedCodes + i + SlotsPerStep, pinnedCodebook);
            }

            if (i < last)
            {
                even = AddStep(even, pinnedX, pinnedColumns + i, pinnedCodes + i, pinnedCodebook);
                odd = AddLastStep(odd, pinnedX, pinnedColumns + last, pinnedCodes + last, pinnedCodebook);
            }
            else
            {
                even = AddLastStep(even, pinnedX, pinnedColumns + last, pinnedCodes + last, pinnedCodebook);
            }

            return SumLanes(even + odd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> AddStep<TColumn>(
        Vector256<float> sum, float* x, TColumn* columns, byte* codes, float* codebook)
        where TColumn : unmanaged
    {
        Vector256<int> code = Avx2.ConvertToVector256Int32(codes);
        Vector256<float> weight = Avx2.GatherVector256(codebook, code, sizeof(float));
        Vector256<float> activation = Avx2.GatherVector256(x, LoadColumns(columns), sizeof(float));
        return Fma.MultiplyAdd(activation, weight, sum);
    }

    /// <summary>As <see cref="AddStep"/>, but the activation of a filler counts as 0, so that infinity times 0 never arises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> AddLastStep<TColumn>(
        Vector256<float> sum, float* x, TColumn* columns, byte* codes, float* codebook)
        where TColumn : unmanaged
    {
        Vector256<int> code = Avx2.ConvertToVector256Int32(codes);
        Vector256<float> weight = Avx2.GatherVector256(codebook, code, sizeof(float));
        Vector256<float> activation = Avx2.GatherVector256(x, LoadColumns(columns), sizeof(float));
        Vector256<float> filler = Vector256.Equals(code, Vector256<int>.Zero).AsSingle();
        return Fma.MultiplyAdd(Vector256.AndNot(activation, filler), weight, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<int> LoadColumns<TColumn>(TColumn* columns)
        where TColumn : unmanaged =>
        sizeof(TColumn) == sizeof(ushort)
            ? Avx2.ConvertToVector256Int32((ushort*)columns)
            : Vector256.Load((int*)columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumLanes(Vector256<float> lanes)
    {
        Vector128<float> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }
}
