using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>
/// What the runtime makes of packed weights, whatever they hold: the product that streams them, a convolution that does, and two layouts. All
/// memory ends at a protected page. Where the weights are accepted, products agree.
/// </summary>
internal sealed class PackedTarget : FuzzTarget
{
    /// <summary>What positions a convolution's window has more than one.</summary>
    private const int Positions = 4;

    private const int MostElements = (1 << 16) + 256;

    private readonly GuardedBuffer<ulong> _words = new(MostElements);
    private readonly GuardedBuffer<float> _input = new(MostElements);
    private readonly GuardedBuffer<float> _output = new(Positions * MostElements);

    public override string Name => "packed";

    /// <summary>Constants are not measured against a file, so dense rows, of at most 65,536 weights here, and the same again as sparse ones.</summary>
    public override Allowance Allowance => new(256, 2 << 20);

    public override bool IsOwnError(Exception exception) => exception is ArgumentException
        || (exception is InvalidOperationException && exception.Message.StartsWith("The packed weights are corrupt", StringComparison.Ordinal));

    public override long Run(byte[] input)
    {
        PackedInput parts = PackedInput.Of(input);
        PackedTensor tensor = parts.Tensor(_words.Copy(parts.Words));
        float[] codebook = parts.Codebook;
        float[] dense = DenseRows.Unpack(tensor, codebook);
        SparseRows<int> sparse = SparseRows.Unpack<int>(tensor, codebook, slotsPerStep: 1);
        Stream(tensor, codebook, dense);
        Convolve(tensor, codebook, dense);
        var digest = new Digest();
        digest.Add(dense);
        return digest.Value ^ sparse.Values.Length;
    }

    private void Stream(in PackedTensor tensor, float[] codebook, float[] dense)
    {
        Span<float> input = _input.Last(tensor.RowLength);
        Products.Fill(input);
        Span<float> output = _output.Last(tensor.Rows);
        StreamingProduct.Apply(tensor, codebook, [], input, output, relu: false);
        for (int row = 0; row < tensor.Rows; row++)
        {
            Products.Require(dense.AsSpan(row * tensor.RowLength, tensor.RowLength), input, output[row]);
        }
    }

    /// <summary>Each row as a window of one row of a single plane.</summary>
    private void Convolve(in PackedTensor tensor, float[] codebook, float[] dense)
    {
        int width = tensor.RowLength + Positions - 1;
        var shape = new ConvolutionShape(1, 1, width, tensor.Rows, 1, tensor.RowLength, 1, 1, Pools: false);
        Span<float> input = _input.Last(width);
        Products.Fill(input);
        Span<float> output = _output.Last(shape.OutputLength);
        StreamingConvolution.Apply(tensor, codebook, [], shape, input, output, relu: false);
        for (int i = 0; i < output.Length; i++)
        {
            (int row, int position) = Math.DivRem(i, Positions);
            Products.Require(dense.AsSpan(row * tensor.RowLength, tensor.RowLength), input.Slice(position, tensor.RowLength), output[i]);
        }
    }
}
