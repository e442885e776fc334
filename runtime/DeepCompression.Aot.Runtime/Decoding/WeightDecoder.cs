using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Decodes the non-zero weights of a packed tensor, block by block; where the stream has marks (<see cref="StreamMarks"/>), in eight
/// lanes at once. Never reads outside the stream: words past its end count as zero, and what was used up is compared with the end
/// after every block.
/// </summary>
internal ref partial struct WeightDecoder
{
    /// <summary>Weights worth decoding at a time: few enough for the stack, and a whole group of lanes.</summary>
    public const int BlockLength = StreamMarks.GroupLength;

    private readonly PackedBits _bits;
    private readonly ReadOnlySpan<ulong> _words;
    private readonly ReadOnlySpan<uint> _table;
    private readonly ReadOnlySpan<int> _marks;
    private readonly uint _elementCount;
    private readonly int _gapResolution;
    private readonly int _weightCount;
    private readonly int _weightsPerRound;

    /// <summary>Weights read so far.</summary>
    private int _read;

    /// <summary>Bits used up so far.</summary>
    private long _bit;

    /// <summary>The position after the last weight read.</summary>
    private uint _next;

    /// <summary>Builds the tables.</summary>
    /// <param name="tensor">The tensor to decode.</param>
    /// <param name="table">Room for <see cref="WeightTable.Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form prefix codes.</exception>
    public WeightDecoder(in PackedTensor tensor, Span<uint> table)
    {
        _bits = new PackedBits(tensor.Words);
        _words = tensor.Words;
        _table = table[..WeightTable.Length];
        _elementCount = (uint)(tensor.Rows * tensor.LiveColumns);
        _gapResolution = tensor.GapResolution;
        _weightCount = tensor.WeightCount;
        if (_weightCount > 0)
        {
            WeightTable.Build(tensor, table);
            _marks = GapsFitLanes(tensor) ? tensor.Marks : [];
            _weightsPerRound = (int)Math.Clamp((long)BitsPerRound * _weightCount / (64L * _words.Length), 1, StreamMarks.LaneLength);
        }
    }

    /// <summary>Decodes the next weights, as many as the spans hold or are left.</summary>
    /// <param name="positions">
    /// Receives each weight's place among the live columns, row-major, strictly ascending; <see cref="BlockLength"/> places are best.
    /// </param>
    /// <param name="codes">Receives each weight's codebook index plus one; at least as long as <paramref name="positions"/>.</param>
    /// <returns>The number of weights decoded; 0 after the last.</returns>
    /// <exception cref="InvalidOperationException">The stream breaks a rule.</exception>
    public int Read(Span<int> positions, Span<byte> codes)
    {
        int count = Math.Min(_weightCount - _read, positions.Length);
        if (!_marks.IsEmpty && count >= StreamMarks.GroupLength && _read % StreamMarks.GroupLength == 0)
        {
            count = StreamMarks.GroupLength;
            ReadGroup(positions[..count], codes[..count]);
        }
        else
        {
            ReadOneByOne(positions[..count], codes[..count]);
        }

        _read += count;
        _bits.RequireInside(_bit);
        if (_read == _weightCount)
        {
            _bits.RequireEnd(_bit);
        }

        return count;
    }

    /// <summary>Fills spans of one length with the next weights.</summary>
    private void ReadOneByOne(Span<int> positions, Span<byte> codes)
    {
        for (int weight = 0; weight < positions.Length; weight++)
        {
            ulong next = (ulong)_next + ReadWeight(ref _bit, out codes[weight]);
            RequireInside(next);
            _next = (uint)next;
            positions[weight] = (int)_next - 1;
        }
    }

    /// <summary>Reads the weight at a place of the stream.</summary>
    /// <param name="bit">The place, which moves on behind the weight.</param>
    /// <param name="code">Receives its codebook index plus one.</param>
    /// <returns>The step to its position from that of the weight before: its gap plus one.</returns>
    private readonly uint ReadWeight(ref long bit, out byte code)
    {
        uint step;
        uint gap = _table[(int)(_bits.Peek(bit) >> (64 - WeightTable.Bits))];
        if ((gap & WeightTable.LengthMask) == WeightTable.NoLength)
        {
            bit += gap >> WeightTable.CodewordShift;
            step = _bits.ReadStep(ref bit, (int)(gap >> WeightTable.ValueShift) & byte.MaxValue, _gapResolution);
        }
        else
        {
            bit += gap & WeightTable.LengthMask;
            step = gap >> WeightTable.ValueShift;
        }

        ushort index = MemoryMarshal.Cast<uint, ushort>(_table[WeightTable.Indices..])[(int)(_bits.Peek(bit) >> (64 - WeightTable.Bits))];
        if (index == WeightTable.Invalid)
        {
            ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
        }

        bit += index & WeightTable.LengthMask;
        code = (byte)(index >> WeightTable.ValueShift);
        return step;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void RequireInside(ulong next)
    {
        if (next > _elementCount)
        {
            ThrowHelper.CorruptWeights("a gap leads beyond the tensor's end");
        }
    }
}
