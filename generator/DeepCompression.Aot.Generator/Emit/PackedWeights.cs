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

    private static CodedTensor Repack(CodedTensor tensor)
    {
        int classes = LargestClass(tensor) + 1;
        int indices = tensor.Codebook.Length;
        var bits = new List<bool>();
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            int gapClass = GapClasses.Of(weights.Gap, 0);
            if (classes > 1)
            {
                AppendCodeword(bits, gapClass, classes);
            }

            Append(bits, weights.Gap - GapClasses.First(gapClass, 0), GapClasses.ExtraBits(gapClass, 0));
            AppendCodeword(bits, weights.Index, indices);
        }

        return tensor with { Code = new HuffmanWeightCode(0, FlatLengths(classes), FlatLengths(indices)), Stream = new(Bytes(bits)) };
    }

    private static int LargestClass(CodedTensor tensor)
    {
        int largest = 0;
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            largest = Math.Max(largest, GapClasses.Of(weights.Gap, 0));
        }

        return largest;
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
