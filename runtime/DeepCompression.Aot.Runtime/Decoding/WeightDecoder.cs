using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Decodes the non-zero weights of a packed tensor, block by block, with one table look-up for each gap and each index. Never reads
/// outside the stream: words past its end count as zero, and the position is compared with the end after every block.
/// </summary>
internal ref struct WeightDecoder
{
    /// <summary>What the caller provides for the two tables, in elements: 16 KB, so that both stay in the first-level cache.</summary>
    public const int WorkspaceLength = 2 * HuffmanTable.Length;

    /// <summary>Weights worth decoding at a time: few enough for the stack, enough that the calls do not count.</summary>
    public const int BlockLength = 512;

    private readonly ReadOnlySpan<ulong> _words;
    private readonly Span<ushort> _gapTable;
    private readonly Span<ushort> _indexTable;
    private readonly uint _elementCount;
    private readonly uint _fillerSkip;
    private int _remaining;
    private long _bit;
    private uint _next;

    /// <summary>Builds the tables.</summary>
    /// <exception cref="InvalidOperationException">The code lengths do not form prefix codes.</exception>
    public WeightDecoder(in PackedTensor tensor, Span<ushort> workspace)
    {
        _words = tensor.Words;
        _gapTable = workspace[..HuffmanTable.Length];
        _indexTable = workspace.Slice(HuffmanTable.Length, HuffmanTable.Length);
        _elementCount = (uint)(tensor.Rows * tensor.RowLength);
        _fillerSkip = (uint)tensor.FillerSkip;
        _remaining = tensor.WeightCount;
        if (_remaining > 0)
        {
            HuffmanTable.Build(tensor.GapLengths, _gapTable);
            HuffmanTable.Build(tensor.IndexLengths, _indexTable);
        }
    }

    /// <summary>Decodes the next weights, as many as the spans hold or are left.</summary>
    /// <param name="positions">Receives each weight's place in the dense tensor, row-major, strictly ascending.</param>
    /// <param name="codes">Receives each weight's codebook index plus one; at least as long as <paramref name="positions"/>.</param>
    /// <returns>The number of weights decoded; 0 after the last.</returns>
    /// <exception cref="InvalidOperationException">The stream breaks a rule.</exception>
    public int Read(Span<int> positions, Span<byte> codes)
    {
        int count = Math.Min(_remaining, positions.Length);
        codes = codes[..count];

        // A look-up index has as many bits as the tables have entries for, so it needs no check.
        ref ushort gapTable = ref MemoryMarshal.GetReference(_gapTable);
        ref ushort indexTable = ref MemoryMarshal.GetReference(_indexTable);
        long bit = _bit;
        uint next = _next;
        uint seen = 0;
        int read = 0;
        while (read < count)
        {
            ulong container = Peek(bit);
            uint gapEntry = Unsafe.Add(ref gapTable, (nint)(container >> (64 - HuffmanTable.Bits)));
            int gapLength = (int)(gapEntry >> HuffmanTable.LengthShift) & 0xF;
            uint gap = (byte)gapEntry;
            seen |= gapEntry;
            bit += gapLength;
            next += gap;
            if (next >= _elementCount)
            {
                ThrowHelper.CorruptWeights("a gap leads beyond the tensor's end");
            }

            if (gap == _fillerSkip)
            {
                continue;
            }

            uint indexEntry = Unsafe.Add(ref indexTable, (nint)((container << gapLength) >> (64 - HuffmanTable.Bits)));
            seen |= indexEntry;
            bit += (indexEntry >> HuffmanTable.LengthShift) & 0xF;
            positions[read] = (int)next++;
            codes[read] = (byte)(indexEntry + 1);
            read++;
        }

        _bit = bit;
        _next = next;
        _remaining -= count;
        Check(seen);
        return count;
    }

    /// <summary>The 64 bits from a position on; beyond the end they are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Peek(long bit)
    {
        int word = (int)(bit >> 6);
        int offset = (int)bit & 63;
        ReadOnlySpan<ulong> words = _words;
        ulong first = (uint)word < (uint)words.Length ? words[word] : 0;
        ulong second = (uint)(word + 1) < (uint)words.Length ? words[word + 1] : 0;
        return (first << offset) | (second >> 1 >> (63 - offset));
    }

    private readonly void Check(uint seen)
    {
        if ((seen & HuffmanTable.InvalidFlag) != 0)
        {
            ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
        }

        if (_bit > _words.Length * 64L)
        {
            ThrowHelper.CorruptWeights("the stream ends early");
        }

        if (_remaining == 0 && (_words.Length * 64L - _bit >= 64 || Peek(_bit) != 0))
        {
            ThrowHelper.CorruptWeights("the stream goes on after the last weight");
        }
    }
}
