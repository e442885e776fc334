using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer straight from its packed weights, which are decoded in every inference and never kept: the least memory,
/// many times the time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamingProduct
{
    /// <summary>output = weights · input + bias, rectified if asked for.</summary>
    /// <param name="weights">The packed weights (rows, columns).</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="input">An activation for each column.</param>
    /// <param name="output">Receives an element for each row; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static void Apply(
        in PackedTensor weights, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply(weights, codebook, bias, input, output, relu, Processor.GatherWay);

    /// <inheritdoc cref="Apply(in PackedTensor, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, bool)"/>
    /// <param name="weights">The weights.</param>
    /// <param name="codebook">Their codebook.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="input">The activations.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <param name="way">How numbers are gathered; where they are not, weights are added one by one.</param>
    internal static void Apply(
        in PackedTensor weights,
        ReadOnlySpan<float> codebook,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> input,
        Span<float> output,
        bool relu,
        GatherWay way)
    {
        ThrowHelper.RequireLength(nameof(codebook), weights.IndexLengths.Length + 1, codebook.Length);
        ThrowHelper.RequireLength(nameof(bias), bias.IsEmpty ? 0 : weights.Rows, bias.Length);
        ThrowHelper.RequireLength(nameof(input), weights.RowLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);

        output.Clear();
        bias.CopyTo(output);
        if (way != GatherWay.None && StreamedLanes.CanAdd(weights))
        {
            StreamedLanes.Add(weights, codebook, input, output, way);
        }
        else
        {
            AddRows(weights, codebook, input, output, way);
        }

        if (relu)
        {
            Relu.Apply(output, output);
        }
    }

    /// <summary>output += weights · input, row by row.</summary>
    [SkipLocalsInit]
    private static void AddRows(
        in PackedTensor weights, ReadOnlySpan<float> codebook, ReadOnlySpan<float> input, Span<float> output, GatherWay way)
    {
        var streamed = new StreamedWeights(
            weights, stackalloc uint[WeightTable.Length], stackalloc int[WeightDecoder.BlockLength], stackalloc byte[WeightDecoder.BlockLength]);
        while (streamed.MoveNext())
        {
            output[streamed.Row] += Sum(streamed.Positions, streamed.Offset, streamed.Codes, codebook, input, way);
        }
    }

    /// <summary>The sum of codebook[codes[i]] · input[positions[i] − offset].</summary>
    private static float Sum(
        ReadOnlySpan<int> positions,
        int offset,
        ReadOnlySpan<byte> codes,
        ReadOnlySpan<float> codebook,
        ReadOnlySpan<float> input,
        GatherWay way)
    {
        if (way != GatherWay.None && positions.Length >= Vector256<int>.Count)
        {
            return way == GatherWay.Instruction
                ? SumLanes<VectorGather>(positions, offset, codes, codebook, input)
                : SumLanes<ScalarGather>(positions, offset, codes, codebook, input);
        }

        float sum = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            sum += codebook[codes[i]] * input[positions[i] - offset];
        }

        return sum;
    }

    /// <summary>
    /// The same in eight lanes, for eight weights or more: columns lie within the input and codes within the codebook, as the decoder
    /// has made sure. What is left after whole vectors are the last lanes of another one that ends with them.
    /// </summary>
    private static unsafe float SumLanes<TGather>(
        ReadOnlySpan<int> positions, int offset, ReadOnlySpan<byte> codes, ReadOnlySpan<float> codebook, ReadOnlySpan<float> input)
        where TGather : struct, IGather
    {
        int left = positions.Length % Vector256<float>.Count;
        int last = positions.Length - Vector256<float>.Count;
        Vector256<float> sum;
        fixed (int* position = positions)
        fixed (byte* code = codes)
        fixed (float* values = codebook, x = input)
        {
            // Lanes of weights that the whole vectors have count as zeros, so that infinity times 0 never arises.
            Vector256<float> repeated = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(Vector256<float>.Count - left)).AsSingle();
            float* row = x - offset;
            sum = Vector256.AndNot(TGather.At(row, position + last), repeated)
                * TGather.At(values, code + last);
            for (int i = 0; i <= last; i += Vector256<float>.Count)
            {
                Vector256<float> activation = TGather.At(row, position + i);
                sum = Fma.MultiplyAdd(activation, TGather.At(values, code + i), sum);
            }
        }

        return Vector256.Sum(sum);
    }
}
