using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer straight from its packed weights, which are decoded in every inference and never kept: the least memory,
/// a few times the time.
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
    [SkipLocalsInit]
    public static void Apply(
        in PackedTensor weights, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        ThrowHelper.RequireLength(nameof(codebook), weights.IndexLengths.Length + 1, codebook.Length);
        ThrowHelper.RequireLength(nameof(bias), bias.IsEmpty ? 0 : weights.Rows, bias.Length);
        ThrowHelper.RequireLength(nameof(input), weights.RowLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);

        output.Clear();
        bias.CopyTo(output);
        var streamed = new StreamedWeights(
            weights, stackalloc uint[WeightTable.Length], stackalloc int[WeightDecoder.BlockLength], stackalloc byte[WeightDecoder.BlockLength]);
        while (streamed.MoveNext())
        {
            output[streamed.Row] += Sum(streamed.Positions, streamed.Offset, streamed.Codes, codebook, input);
        }

        if (relu)
        {
            Relu.Apply(output, output);
        }
    }

    /// <summary>The sum of codebook[codes[i]] · input[positions[i] − offset]; with AVX2 in eight lanes first.</summary>
    private static float Sum(
        ReadOnlySpan<int> positions, int offset, ReadOnlySpan<byte> codes, ReadOnlySpan<float> codebook, ReadOnlySpan<float> input)
    {
        int whole = GatherDot.IsSupported ? positions.Length & -Vector256<float>.Count : 0;
        float sum = whole == 0 ? 0 : SumLanes(positions[..whole], offset, codes, codebook, input);
        for (int i = whole; i < positions.Length; i++)
        {
            sum += codebook[codes[i]] * input[positions[i] - offset];
        }

        return sum;
    }

    /// <summary>The same for whole vectors: columns lie within the input and codes within the codebook, as the decoder has made sure.</summary>
    private static unsafe float SumLanes(
        ReadOnlySpan<int> positions, int offset, ReadOnlySpan<byte> codes, ReadOnlySpan<float> codebook, ReadOnlySpan<float> input)
    {
        Vector256<int> start = Vector256.Create(offset);
        Vector256<float> sum = Vector256<float>.Zero;
        fixed (int* position = positions)
        fixed (byte* code = codes)
        fixed (float* value = codebook, x = input)
        {
            for (int i = 0; i < positions.Length; i += Vector256<float>.Count)
            {
                Vector256<float> weight = Avx2.GatherVector256(value, Avx2.ConvertToVector256Int32(code + i), sizeof(float));
                sum = Fma.MultiplyAdd(Avx2.GatherVector256(x, Vector256.Load(position + i) - start, sizeof(float)), weight, sum);
            }
        }

        return Vector256.Sum(sum);
    }
}
