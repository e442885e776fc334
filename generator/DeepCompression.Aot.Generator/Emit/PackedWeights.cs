using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// A coded tensor as the runtime decodes it. Huffman-coded gaps and indices are taken as they are; what is coded at fixed width or without
/// gaps is written as those are, in codewords of about one length, and has no filler zeros.
/// </summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal sealed class PackedWeights
{
    private readonly CodedTensor _tensor;

    private PackedWeights(CodedTensor tensor) => _tensor = tensor;

    /// <summary>The code of the stream.</summary>
    public HuffmanWeightCode Code => (HuffmanWeightCode)_tensor.Code;

    /// <summary>The coded weights, most significant bit first.</summary>
    public ReadOnlySpan<byte> Stream => _tensor.Stream.AsSpan();

    /// <summary>Where a long stream can be entered; found by decoding it.</summary>
    public int[] Marks() => StreamMarks.Of(_tensor);

    public static PackedWeights Of(CodedTensor tensor)
    {
        return new PackedWeights(tensor.Code is HuffmanWeightCode { HasGaps: true } ? tensor : Repack(tensor));
    }

    /// <summary>
    /// The weights of a convolution in groups as those of one over all channels: what it would weigh the channels of other groups with
    /// is zero, and costs kernels nothing that skip zeros.
    /// </summary>
    public static CodedTensor Spread(CodedTensor tensor, int groups)
    {
        TensorShape shape = tensor.Shape;
        int columns = shape.RowLength;
        int groupRows = shape.Rows / groups;
        var places = new List<(int Gap, int Index)>();
        long next = 0;
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            int row = weights.Position / columns;
            long position = ((((long)row * groups) + (row / groupRows)) * columns) + (weights.Position % columns);
            places.Add(((int)(position - next), weights.Index));
            next = position + 1;
        }

        return Pack(places, tensor) with { Shape = new TensorShape(shape[0], shape[1] * groups, shape[2], shape[3]), Columns = LiveColumns.All };
    }

    private static CodedTensor Repack(CodedTensor tensor)
    {
        var places = new List<(int Gap, int Index)>(tensor.WeightCount);
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            places.Add((weights.Gap, weights.Index));
        }

        return Pack(places, tensor);
    }

    /// <summary>The tensor with other gaps before its weights, in codewords of about one length.</summary>
    private static CodedTensor Pack(List<(int Gap, int Index)> places, CodedTensor tensor)
    {
        int classes = places.Max(place => GapClasses.Of(place.Gap, 0)) + 1;
        int indices = tensor.Codebook.Length;
        var bits = new List<bool>();
        foreach ((int gap, int index) in places)
        {
            int gapClass = GapClasses.Of(gap, 0);
            if (classes > 1)
            {
                AppendCodeword(bits, gapClass, classes);
            }

            Append(bits, gap - GapClasses.First(gapClass, 0), GapClasses.ExtraBits(gapClass, 0));
            AppendCodeword(bits, index, indices);
        }

        return tensor with { Code = new HuffmanWeightCode(0, FlatLengths(classes), FlatLengths(indices)), Stream = new(Bytes(bits)) };
    }

    /// <summary>A complete code of codewords as equally long as can be: those that a power of two has too many go to the first symbols, which have one bit less.</summary>
    private static EquatableArray<byte> FlatLengths(int symbols)
    {
        int bits = FixedWidth.IndexBits(symbols);
        int shorter = symbols == 1 ? 0 : (1 << bits) - symbols;
        return new([.. Enumerable.Range(0, symbols).Select(symbol => (byte)(symbol < shorter ? bits - 1 : bits))]);
    }

    /// <summary>The canonical codeword of a symbol in the code of <see cref="FlatLengths"/>.</summary>
    private static void AppendCodeword(List<bool> bits, int symbol, int symbols)
    {
        int length = FixedWidth.IndexBits(symbols);
        int shorter = symbols == 1 ? 0 : (1 << length) - symbols;
        Append(bits, symbol < shorter ? symbol : symbol + shorter, symbol < shorter ? length - 1 : length);
    }

    private static void Append(List<bool> bits, int value, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--)
        {
            bits.Add(((value >> bit) & 1) != 0);
        }
    }

    private static byte[] Bytes(List<bool> bits)
    {
        var bytes = new byte[(bits.Count + 7) / 8];
        for (int bit = 0; bit < bits.Count; bit++)
        {
            bytes[bit / 8] |= (byte)(bits[bit] ? 0x80 >> (bit % 8) : 0);
        }

        return bytes;
    }
}
