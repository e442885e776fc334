using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>The runtime's decoder alone: it reads all weights of a tensor and keeps none.</summary>
internal static class HuffmanDecoding
{
    /// <summary>Each weight is a gap and an index.</summary>
    public const int SymbolsPerWeight = 2;

    /// <summary>Decodes a tensor; gives a sum of what it read, so that the compiler leaves nothing out.</summary>
    public static int Decode(in PackedTensor tensor)
    {
        var decoder = new WeightDecoder(tensor, stackalloc uint[WeightTable.Length]);
        Span<int> positions = stackalloc int[WeightDecoder.BlockLength];
        Span<byte> codes = stackalloc byte[WeightDecoder.BlockLength];
        int sum = 0;
        int count;
        while ((count = decoder.Read(positions, codes)) > 0)
        {
            sum += positions[count - 1] + codes[0];
        }

        return sum;
    }

    /// <summary>Whether it reads what the format's slow decoder reads.</summary>
    public static bool Matches(in PackedTensor packed, CodedTensor tensor)
    {
        var decoder = new WeightDecoder(packed, stackalloc uint[WeightTable.Length]);
        Span<int> positions = stackalloc int[WeightDecoder.BlockLength];
        Span<byte> codes = stackalloc byte[WeightDecoder.BlockLength];
        var expected = new CodedWeightReader(tensor);
        int count;
        while ((count = decoder.Read(positions, codes)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (!expected.MoveNext() || positions[i] != expected.Position || codes[i] != expected.Index + 1)
                {
                    return false;
                }
            }
        }

        return !expected.MoveNext();
    }
}
