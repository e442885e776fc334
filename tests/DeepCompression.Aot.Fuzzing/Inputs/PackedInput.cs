using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>
/// The parts of a packed tensor as bytes and back, whatever the bytes are: generated code hands these parts to the runtime as constants,
/// behind the back of the reader. What lies beyond the end counts as zero.
/// </summary>
internal sealed class PackedInput
{
    private const int MostElements = 1 << 16;

    private readonly int _weightCount;
    private readonly int _rows;
    private readonly int _rowLength;
    private readonly int _resolution;
    private readonly int[] _runs;
    private readonly byte[] _gapLengths;
    private readonly byte[] _indexLengths;
    private readonly int[] _marks;

    private PackedInput(ReadOnlySpan<byte> bytes)
    {
        _rows = ReadShort(ref bytes);
        _rowLength = Math.Min(ReadShort(ref bytes), MostElements / Math.Max(1, _rows));
        _weightCount = ReadInt(ref bytes);
        _resolution = ReadByte(ref bytes);
        _runs = new int[ReadByte(ref bytes)];
        _gapLengths = new byte[ReadByte(ref bytes)];
        _indexLengths = new byte[ReadByte(ref bytes)];
        _marks = new int[Math.Min(ReadShort(ref bytes), bytes.Length)];
        Fill(_runs, ref bytes);
        Fill(_marks, ref bytes);
        Fill(_gapLengths, ref bytes);
        Fill(_indexLengths, ref bytes);
        Words = new ulong[(bytes.Length + 7) / 8];
        for (int i = 0; i < bytes.Length; i++)
        {
            Words[i / 8] |= (ulong)bytes[i] << (56 - (8 * (i % 8)));
        }
    }

    /// <summary>The stream.</summary>
    public ulong[] Words { get; }

    /// <summary>A value for each code.</summary>
    public float[] Codebook => [.. Enumerable.Range(0, _indexLengths.Length + 1).Select(code => code * 0.25f)];

    /// <summary>Takes bytes apart.</summary>
    public static PackedInput Of(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>The tensor, with the stream in other memory.</summary>
    /// <exception cref="ArgumentException">The parts contradict each other.</exception>
    public PackedTensor Tensor(ReadOnlySpan<ulong> words) =>
        new(words, _weightCount, _rows, _rowLength, _runs, _resolution, _gapLengths, _indexLengths, _marks);

    /// <summary>The bytes of a tensor.</summary>
    public static byte[] ToBytes(CodedTensor tensor)
    {
        var code = (HuffmanWeightCode)tensor.Code;
        int[] marks = StreamMarks.Of(tensor);
        var bytes = new List<byte>();
        AddShort(bytes, tensor.Shape.Rows);
        AddShort(bytes, tensor.Shape.RowLength);
        AddInt(bytes, tensor.WeightCount);
        bytes.AddRange([(byte)code.Resolution, (byte)tensor.Columns.Runs.Length, (byte)code.GapLengths.Length, (byte)code.IndexLengths.Length]);
        AddShort(bytes, marks.Length);
        foreach (int number in tensor.Columns.Runs.Concat(marks))
        {
            AddInt(bytes, number);
        }

        return [.. bytes, .. code.GapLengths, .. code.IndexLengths, .. tensor.Stream];
    }

    private static void AddShort(List<byte> bytes, int number) => bytes.AddRange([(byte)number, (byte)(number >> 8)]);

    private static void AddInt(List<byte> bytes, int number)
    {
        AddShort(bytes, number);
        AddShort(bytes, number >> 16);
    }

    private static int ReadByte(ref ReadOnlySpan<byte> bytes)
    {
        int number = bytes.IsEmpty ? 0 : bytes[0];
        bytes = bytes[Math.Min(1, bytes.Length)..];
        return number;
    }

    private static int ReadShort(ref ReadOnlySpan<byte> bytes) => ReadByte(ref bytes) | (ReadByte(ref bytes) << 8);

    private static int ReadInt(ref ReadOnlySpan<byte> bytes) => ReadShort(ref bytes) | (ReadShort(ref bytes) << 16);

    private static void Fill(Span<int> numbers, ref ReadOnlySpan<byte> bytes)
    {
        foreach (ref int number in numbers)
        {
            number = ReadInt(ref bytes);
        }
    }

    private static void Fill(Span<byte> numbers, ref ReadOnlySpan<byte> bytes)
    {
        foreach (ref byte number in numbers)
        {
            number = (byte)ReadByte(ref bytes);
        }
    }
}
