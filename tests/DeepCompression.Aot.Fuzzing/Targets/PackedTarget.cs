using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>
/// What the runtime makes of packed weights, whatever they hold: the product that streams them, in every way that the processor can gather, a
/// convolution that does, and two layouts. All memory ends at a protected page. Where unpacking accepts the weights, all accept them and products
/// agree; where it refuses them, what streams them refuses them too, or has sums of something.
/// </summary>
internal sealed class PackedTarget : FuzzTarget
{
    /// <summary>What positions a convolution's window has more than one.</summary>
    private const int Positions = 4;

    private const int MostElements = (1 << 16) + 256;

    private static readonly GatherWay[] Ways =
        GatherDot.IsSupported ? [GatherWay.None, GatherWay.Instruction, GatherWay.Loads] : [GatherWay.None];

    private readonly GuardedBuffer<ulong> _words = new(MostElements);
    private readonly GuardedBuffer<float> _input = new(MostElements);
    private readonly GuardedBuffer<float> _output = new(Positions * MostElements);

    public override string Name => "packed";

    /// <summary>Constants are not measured against a file, so dense rows, of at most 65,536 weights here, and the same again as sparse ones.</summary>
    public override Allowance Allowance => new(256, 2 << 20);

    /// <summary>How often the lanes that multiply as they decode had a stream so far that unpacking accepts, and one that it refuses.</summary>
    public (int Accepted, int Refused) InLanes { get; private set; }

    public override bool IsOwnError(Exception exception) => exception is ArgumentException
        || (exception is InvalidOperationException && exception.Message.StartsWith("The packed weights are corrupt", StringComparison.Ordinal));

    public override long Run(byte[] input)
    {
        PackedInput parts = PackedInput.Of(input);
        PackedTensor tensor = parts.Tensor(_words.Copy(parts.Words));
        float[] codebook = parts.Codebook;
        float[] dense;
        try
        {
            dense = DenseRows.Unpack(tensor, codebook);
        }
        catch (Exception exception) when (IsOwnError(exception))
        {
            StreamRefused(tensor, codebook);
            throw;
        }

        SparseRows<int> sparse = SparseRows.Unpack<int>(tensor, codebook, slotsPerStep: 1);
        StreamAccepted(tensor, codebook, dense);
        var digest = new Digest();
        digest.Add(dense);
        return digest.Value ^ sparse.Values.Length;
    }

    private void StreamAccepted(in PackedTensor tensor, float[] codebook, float[] dense)
    {
        try
        {
            foreach (GatherWay way in Ways)
            {
                InLanes = (InLanes.Accepted + (StreamedLanes.CanAdd(tensor) ? 1 : 0), InLanes.Refused);
                Stream(tensor, codebook, dense, way);
            }

            Convolve(tensor, codebook, dense);
        }
        catch (InvalidOperationException exception) when (IsOwnError(exception))
        {
            throw new BrokenPromiseException($"what unpacks the weights accepts them, and what streams them does not: {exception.Message}");
        }
    }

    /// <summary>Each kernel decodes by loops of its own, so each meets what is wrong.</summary>
    private void StreamRefused(in PackedTensor tensor, float[] codebook)
    {
        foreach (GatherWay way in Ways)
        {
            InLanes = (InLanes.Accepted, InLanes.Refused + (StreamedLanes.CanAdd(tensor) ? 1 : 0));
            try
            {
                Stream(tensor, codebook, dense: null, way);
            }
            catch (Exception exception) when (IsOwnError(exception))
            {
                // So it should be.
            }
        }

        Convolve(tensor, codebook, dense: null);
    }

    private void Stream(in PackedTensor tensor, float[] codebook, float[]? dense, GatherWay way)
    {
        Span<float> input = _input.Last(tensor.RowLength);
        Products.Fill(input);
        Span<float> output = _output.Last(tensor.Rows);
        StreamingProduct.Apply(tensor, codebook, [], input, output, relu: false, way);
        for (int row = 0; dense is not null && row < tensor.Rows; row++)
        {
            Products.Require(dense.AsSpan(row * tensor.RowLength, tensor.RowLength), input, output[row]);
        }
    }

    /// <summary>Each row as a window of one row of a single plane.</summary>
    private void Convolve(in PackedTensor tensor, float[] codebook, float[]? dense)
    {
        int width = tensor.RowLength + Positions - 1;
        var shape = new ConvolutionShape(1, 1, width, tensor.Rows, 1, tensor.RowLength, 1, 1, Pools: false);
        Span<float> input = _input.Last(width);
        Products.Fill(input);
        Span<float> output = _output.Last(shape.OutputLength);
        StreamingConvolution.Apply(tensor, codebook, [], shape, input, output, relu: false);
        for (int i = 0; dense is not null && i < output.Length; i++)
        {
            (int row, int position) = Math.DivRem(i, Positions);
            Products.Require(dense.AsSpan(row * tensor.RowLength, tensor.RowLength), input.Slice(position, tensor.RowLength), output[i]);
        }
    }
}
