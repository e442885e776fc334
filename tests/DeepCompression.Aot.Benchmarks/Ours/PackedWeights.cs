using System.Buffers.Binary;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>A coded tensor as generated code hands it to the runtime.</summary>
internal sealed class PackedWeights
{
    private readonly CodedTensor _tensor;
    private readonly ulong[] _words;
    private readonly int[] _marks;

    public PackedWeights(CodedTensor tensor)
    {
        _tensor = tensor;
        Codebook = [0, .. tensor.Codebook];
        _marks = StreamMarks.Of(tensor);
        byte[] stream = [.. tensor.Stream, .. new byte[-tensor.Stream.Length & (sizeof(ulong) - 1)]];
        _words = new ulong[stream.Length / sizeof(ulong)];
        for (int word = 0; word < _words.Length; word++)
        {
            _words[word] = BinaryPrimitives.ReadUInt64BigEndian(stream.AsSpan(word * sizeof(ulong)));
        }
    }

    /// <summary>The value of each code: 0 for a filler, then the centroids.</summary>
    public float[] Codebook { get; }

    /// <summary>The coded stream and its tables.</summary>
    public PackedTensor Tensor
    {
        get
        {
            var code = (HuffmanWeightCode)_tensor.Code;
            return new PackedTensor(
                _words, _tensor.WeightCount, _tensor.Shape.Rows, _tensor.Shape.RowLength, _tensor.Columns.Runs.AsSpan(),
                code.Resolution, code.GapLengths.AsSpan(), code.IndexLengths.AsSpan(), _marks);
        }
    }
}
