using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution, one output channel after another, with 2×2 pooling where that follows: output = weights ∗ input + bias in portable scalar
/// code. Products are added to the bias in the order of the channel's weights. No more of a plane is kept than its pooled elements.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowConvolution
{
    /// <summary>Computes a layer whose weights are decoded, those of an output channel at a time.</summary>
    /// <typeparam name="TShape">The shape.</typeparam>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TWeight">A weight.</typeparam>
    /// <typeparam name="TSum">A bias, a sum of products.</typeparam>
    /// <typeparam name="TOutput">An element of the output.</typeparam>
    /// <param name="rows">The weights; places are those of taps in the input, from the corner of a window.</param>
    /// <param name="codebook">Their centroids in the order of ranks.</param>
    /// <param name="bias">A number for each output channel.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="outputShift">The bits of a sum that the output does not have.</param>
    /// <param name="input">The input (channels, height, width).</param>
    /// <param name="output">Receives the output (channels, height, width); shares no memory with the input.</param>
    /// <param name="scratch">For each weight of the longest row, a value and a place.</param>
    /// <param name="longestRow">The weights of that row.</param>
    public static void Apply<TShape, TNumbers, TElement, TWeight, TSum, TOutput>(
        in PackedRows rows, ReadOnlySpan<TWeight> codebook, BiasRuns<TSum> bias, int biasShift, int outputShift,
        TElement* input, TOutput* output, void* scratch, int longestRow)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TWeight, TSum, TOutput>
        where TElement : unmanaged
        where TWeight : unmanaged
        where TSum : unmanaged
        where TOutput : unmanaged
    {
        fixed (TWeight* centroids = codebook)
        fixed (TSum* biases = bias.Values)
        fixed (ushort* ends = bias.Ends, stream = rows.Stream)
        {
            var reader = new RowReader<TWeight>(rows, stream, centroids);
            var biasCursor = new BiasCursor<TSum>(biases, ends);
            TWeight* values = (TWeight*)scratch;
            ushort* places = (ushort*)(values + longestRow);
            for (int channel = 0; channel < TShape.Channels; channel++)
            {
                int count = reader.ReadRow(places, values);
                TSum start = TNumbers.Start(biasCursor.Next(channel), biasShift);
                ConvolutionPlane<TShape, TNumbers, TElement, TWeight, TSum, TOutput>.Compute(
                    values, places, count, start, outputShift, channel, input, output);
            }
        }
    }

    /// <summary>Computes a layer whose weights are ready to run.</summary>
    /// <typeparam name="TShape">The shape.</typeparam>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TWeight">A weight.</typeparam>
    /// <typeparam name="TSum">A bias, a sum of products.</typeparam>
    /// <typeparam name="TOutput">An element of the output.</typeparam>
    /// <param name="rows">The weights; places are those of taps in the input, from the corner of a window.</param>
    /// <param name="bias">A number for each output channel.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="outputShift">The bits of a sum that the output does not have.</param>
    /// <param name="input">The input (channels, height, width).</param>
    /// <param name="output">Receives the output (channels, height, width); shares no memory with the input.</param>
    public static void Apply<TShape, TNumbers, TElement, TWeight, TSum, TOutput>(
        in ReadyRows<TWeight> rows, BiasRuns<TSum> bias, int biasShift, int outputShift, TElement* input, TOutput* output)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TWeight, TSum, TOutput>
        where TElement : unmanaged
        where TWeight : unmanaged
        where TSum : unmanaged
        where TOutput : unmanaged
    {
        fixed (TWeight* weights = rows.Values)
        fixed (TSum* biases = bias.Values)
        fixed (ushort* ends = bias.Ends, places = rows.Places, counts = rows.Counts)
        {
            int all = rows.Places.Length;
            TWeight* values = weights;
            ushort* place = places;
            var biasCursor = new BiasCursor<TSum>(biases, ends);
            for (int channel = 0; channel < TShape.Channels; channel++)
            {
                int count = counts == null ? all : counts[channel];
                TSum start = TNumbers.Start(biasCursor.Next(channel), biasShift);
                ConvolutionPlane<TShape, TNumbers, TElement, TWeight, TSum, TOutput>.Compute(
                    values, place, count, start, outputShift, channel, input, output);
                values += count;
                place += counts == null ? 0 : count;
            }
        }
    }
}
