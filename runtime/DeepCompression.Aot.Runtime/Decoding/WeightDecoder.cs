using System.Runtime.CompilerServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Decodes the non-zero weights of a packed tensor, block by block. Never reads outside the stream: words past its end count as zero,
/// and what was used up is compared with the end after every block.
/// </summary>
internal ref struct WeightDecoder
{
    /// <summary>Weights worth decoding at a time: few enough for the stack, enough that the calls do not count.</summary>
    public const int BlockLength = 512;

    /// <summary>Look-ups that a container of 64 bits is good for.</summary>
    private const int LookupsPerContainer = 64 / WeightTable.Bits;

    private readonly ReadOnlySpan<ulong> _words;
    private readonly ReadOnlySpan<uint> _table;
    private readonly uint _elementCount;
    private readonly int _gapResolution;
    private int _remaining;
    private long _bit;
    private uint _next;

    /// <summary>Builds the tables.</summary>
    /// <param name="tensor">The tensor to decode.</param>
    /// <param name="table">Room for <see cref="WeightTable.Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form prefix codes.</exception>
    public WeightDecoder(in PackedTensor tensor, Span<uint> table)
    {
        _words = tensor.Words;
        _table = table;
        _elementCount = (uint)(tensor.Rows * tensor.LiveColumns);
        _gapResolution = tensor.GapResolution;
        _remaining = tensor.WeightCount;
        if (_remaining > 0)
        {
            WeightTable.Build(tensor, table);
        }
    }

    /// <summary>Decodes the next weights, as many as the spans hold or are left.</summary>
    /// <param name="positions">Receives each weight's place among the live columns, row-major, strictly ascending.</param>
    /// <param name="codes">Receives each weight's codebook index plus one; at least as long as <paramref name="positions"/>.</param>
    /// <returns>The number of weights decoded; 0 after the last.</returns>
    /// <exception cref="InvalidOperationException">The stream breaks a rule.</exception>
    public int Read(Span<int> positions, Span<byte> codes)
    {
        int count = Math.Min(_remaining, positions.Length);
        codes = codes[..count];
        ReadOnlySpan<uint> table = _table[..WeightTable.Length];
        uint elementCount = _elementCount;
        long bit = _bit;
        uint next = _next;
        int read = 0;
        int inTable = 0;
        while (read < count)
        {
            ulong container = Peek(bit);
            for (int lookup = 0; lookup < LookupsPerContainer && read < count; lookup++)
            {
                uint entry = table[inTable + (int)(container >> (64 - WeightTable.Bits))];
                int length = (int)(entry >> WeightTable.LengthShift);
                container <<= length;
                bit += length & 0xF;
                next += entry & WeightTable.SkipMask;
                if (next >= elementCount)
                {
                    ThrowHelper.CorruptWeights("a gap leads beyond the tensor's end");
                }

                uint code = entry >> WeightTable.CodeShift;
                if (code == 0)
                {
                    inTable = WeightTable.Indices;
                    if ((entry & WeightTable.LongGap) == 0)
                    {
                        continue;
                    }

                    // The container no longer begins where the stream goes on.
                    next += RestOfLongGap(entry, ref bit);
                    break;
                }

                inTable = 0;
                positions[read] = (int)next++;
                codes[read] = (byte)code;
                read++;
            }
        }

        _bit = bit;
        _next = next;
        _remaining -= count;
        RequireWithinStream();
        return count;
    }

    /// <summary>Reads the plain bits of a gap that a look-up could not hold; what of it exceeds the positions that its entry skipped.</summary>
    private readonly uint RestOfLongGap(uint entry, ref long bit)
    {
        if ((entry & WeightTable.Invalid) == WeightTable.Invalid)
        {
            ThrowHelper.CorruptWeights("a codeword of the stream is not in its code");
        }

        int gapClass = (int)(entry & WeightTable.SkipMask);
        int extra = GapClasses.ExtraBits(gapClass, _gapResolution);
        ulong rest = Peek(bit) >> (64 - extra);
        bit += extra;
        return (uint)(GapClasses.First(gapClass, _gapResolution) - gapClass) + (uint)rest;
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

    private readonly void RequireWithinStream()
    {
        long left = (_words.Length * 64L) - _bit;
        if (left < 0)
        {
            ThrowHelper.CorruptWeights("the stream ends early");
        }

        if (_remaining == 0 && (left >= 64 || Peek(_bit) != 0))
        {
            ThrowHelper.CorruptWeights("the stream goes on after the last weight");
        }
    }
}
