using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer for many samples at once (<see cref="BatchRows"/>), bias and rectifier included: a weight meets vectors of
/// samples, whose activations of one column lie side by side (<see cref="Samples.Interleave"/>).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchProduct
{
    /// <summary>Samples come in multiples of this.</summary>
    public const int SampleStep = 16;

    /// <summary>Vectors of samples whose sums stay in registers.</summary>
    private const int TileVectors = 4;

    private const int LineBytes = 64;

    /// <summary>
    /// Computes output = weights · input + bias, rectified on request, for each sample. Products are added in the order of columns,
    /// fused where the processor can, the bias first.
    /// </summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K × N activations, those of a column side by side.</param>
    /// <param name="output">Receives M × N sums; shares no memory with the input.</param>
    /// <param name="samples">N, a multiple of <see cref="SampleStep"/>.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length, or the number of samples is no such multiple.</exception>
    public static void Apply(BatchRows weights, ReadOnlySpan<float> input, Span<float> output, int samples, bool relu)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples % SampleStep, 0, nameof(samples));
        ThrowHelper.RequireLength(nameof(input), checked(weights.Columns * samples), input.Length);
        ThrowHelper.RequireLength(nameof(output), checked(weights.Rows * samples), output.Length);
        for (int row = 0; row < weights.Rows; row++)
        {
            output.Slice(row * samples, samples).Fill(weights.Bias[row]);
        }

        if (Instructions.Vector512)
        {
            Add<Vector512<float>, Lanes512>(weights, input, output, samples);
        }
        else if (Instructions.Vector256)
        {
            Add<Vector256<float>, Lanes256>(weights, input, output, samples);
        }
        else
        {
            Add<Vector128<float>, Lanes128>(weights, input, output, samples);
        }

        if (relu)
        {
            Relu.Apply(output, output);
        }
    }

    /// <summary>Adds all products; the form for each width is right on any processor.</summary>
    [SkipLocalsInit]
    internal static unsafe void Add<TVector, TLanes>(BatchRows weights, ReadOnlySpan<float> input, Span<float> output, int samples)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        byte* memory = stackalloc byte[(BatchRows.BlockColumns * TileVectors * TLanes.Count * sizeof(float)) + LineBytes];
        float* block = (float*)(((nuint)memory + LineBytes - 1) & ~(nuint)(LineBytes - 1));
        fixed (float* x = input, y = output)
        {
            int sample = 0;
            for (; sample <= samples - (TileVectors * TLanes.Count); sample += TileVectors * TLanes.Count)
            {
                AddBlocks<TVector, TLanes>(weights, x + sample, y + sample, samples, TileVectors, block);
            }

            for (; sample < samples; sample += TLanes.Count)
            {
                AddBlocks<TVector, TLanes>(weights, x + sample, y + sample, samples, vectors: 1, block);
            }
        }
    }

    private static unsafe void AddBlocks<TVector, TLanes>(BatchRows weights, float* x, float* y, int samples, int vectors, float* block)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        fixed (RowVisit* visits = weights.Visits)
        fixed (byte* firstPlace = weights.Places)
        fixed (float* firstValue = weights.Values)
        {
            byte* places = firstPlace;
            float* values = firstValue;
            RowVisit* visit = visits;
            int column = 0;
            foreach (int end in weights.VisitEnd)
            {
                int columns = Math.Min(BatchRows.BlockColumns, weights.Columns - column);
                Pack<TVector, TLanes>(x + ((nint)column * samples), samples, columns, vectors, block);
                int added = vectors == TileVectors
                    ? AddTile<TVector, TLanes>(visit, visits + end, places, values, block, y, samples)
                    : AddVector<TVector, TLanes>(visit, visits + end, places, values, block, y, samples);
                places += added;
                values += added;
                visit = visits + end;
                column += columns;
            }
        }
    }

    /// <summary>Copies the activations of a block and tile to whole cache lines: vectors that straddle two take twice as long to load.</summary>
    private static unsafe void Pack<TVector, TLanes>(float* x, nint samples, int columns, int vectors, float* block)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        for (int column = 0; column < columns; column++, x += samples)
        {
            for (int vector = 0; vector < vectors; vector++, block += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(x + (vector * TLanes.Count)), block);
            }
        }
    }

    /// <summary>Adds the products of a block for four vectors of samples.</summary>
    /// <returns>Weights.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe int AddTile<TVector, TLanes>(
        RowVisit* visit, RowVisit* end, byte* places, float* values, float* block, float* y, nint samples)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        float* value = values;
        for (; visit < end; visit++)
        {
            float* sums = y + (visit->Row * samples);
            TVector sum0 = TLanes.Load(sums);
            TVector sum1 = TLanes.Load(sums + TLanes.Count);
            TVector sum2 = TLanes.Load(sums + (2 * TLanes.Count));
            TVector sum3 = TLanes.Load(sums + (3 * TLanes.Count));
            for (float* last = value + visit->Weights; value < last; value++, places++)
            {
                TVector weight = TLanes.Create(*value);
                float* x = block + (*places * TileVectors * TLanes.Count);
                sum0 = TLanes.MultiplyAdd(x, weight, sum0);
                sum1 = TLanes.MultiplyAdd(x + TLanes.Count, weight, sum1);
                sum2 = TLanes.MultiplyAdd(x + (2 * TLanes.Count), weight, sum2);
                sum3 = TLanes.MultiplyAdd(x + (3 * TLanes.Count), weight, sum3);
            }

            TLanes.Store(sum0, sums);
            TLanes.Store(sum1, sums + TLanes.Count);
            TLanes.Store(sum2, sums + (2 * TLanes.Count));
            TLanes.Store(sum3, sums + (3 * TLanes.Count));
        }

        return (int)(value - values);
    }

    /// <summary>The same for one vector of samples.</summary>
    private static unsafe int AddVector<TVector, TLanes>(
        RowVisit* visit, RowVisit* end, byte* places, float* values, float* block, float* y, nint samples)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        float* value = values;
        for (; visit < end; visit++)
        {
            float* sums = y + (visit->Row * samples);
            TVector sum = TLanes.Load(sums);
            for (float* last = value + visit->Weights; value < last; value++, places++)
            {
                sum = TLanes.MultiplyAdd(block + (*places * TLanes.Count), TLanes.Create(*value), sum);
            }

            TLanes.Store(sum, sums);
        }

        return (int)(value - values);
    }
}
