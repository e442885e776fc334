using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout for 8-bit arithmetic; <see cref="ByteWindowProduct"/>
/// runs it. Groups have sixteen rows; a step has four slots for each lane. Either windows have 128 columns and there are 31 centroids
/// at most, which suits sparse layers, or 64 and 63.
/// </summary>
/// <remarks>
/// <para>
/// Centroids are rounded to multiples of <see cref="WeightScale"/>, the largest of magnitude 127.
/// </para>
/// <para>
/// Steps come in twos, which three vectors of 64 bytes hold; byte 4·lane + slot of each belongs to a slot. The first has the places
/// of the one step in its low bits, the second those of the other. The third has the codes of the one step in its low bits. What is
/// left makes the codes of the other: their low bits above those codes, then the high bits of the first vector, then of the second.
/// A group of an odd number of steps ends with an empty one. An empty slot has code 0, whose value is 0.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ByteWindowRows : WindowLayout
{
    /// <summary>Words of two steps.</summary>
    internal const int WordsOfTwo = 3 * WindowShape.Lanes;

    private ByteWindowRows(Builder builder, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
        : base(builder, bias)
    {
        Width = builder.Width;
        float largest = 0;
        foreach (float value in codebook)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        WeightScale = largest / sbyte.MaxValue;
        for (int code = 0; code < Codebook.Length; code++)
        {
            // Codes of fewer bits ignore what else a byte holds: their values repeat.
            int value = code & builder.MaxCode;
            Codebook[code] = value < codebook.Length && largest > 0 ? (sbyte)MathF.Round(codebook[value] / WeightScale) : (sbyte)0;
        }

        RowSum = new int[Bias.Length];
        for (int place = 0; place < Order.Length; place++)
        {
            int row = Order[place];
            for (int weight = builder.Codes.Start[row]; weight < builder.Codes.Start[row + 1]; weight++)
            {
                RowSum[place] += Codebook[(int)builder.Codes.Values[weight]];
            }
        }
    }

    /// <summary>Columns of a window: 64 or 128.</summary>
    public int Width { get; }

    /// <summary>What a centroid of 1 stands for.</summary>
    internal float WeightScale { get; }

    /// <summary>The value of each of 64 codes.</summary>
    internal sbyte[] Codebook { get; } = new sbyte[64];

    /// <summary>The sum of all weights of each place: what an activation offset of 1 adds to its product.</summary>
    internal int[] RowSum { get; }

    /// <summary>The most centroids with windows of a width.</summary>
    /// <param name="width">64 or 128.</param>
    public static int MaxCentroids(int width) => width == 64 ? 63 : 31;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then at most <see cref="MaxCentroids"/> centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="width">Columns of a window: 64 or 128.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or the bias another length than there are rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many centroids, or more than 65,536 columns.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static ByteWindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        Build(UnpackCodes(tensor, codebook, MaxCentroids(width), bias), tensor.RowLength, codebook, bias, width);

    /// <summary>Lays out rows without fillers whose values are the numbers of codes; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static ByteWindowRows Build(
        SparseRows<ushort> codes, int columns, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int width) =>
        new(new Builder(codes, columns, width == 64 ? WindowShape.Bytes64 : WindowShape.Bytes128), codebook, bias);

    private sealed class Builder : WindowLayoutBuilder
    {
        private const int SlotsPerLane = 4;

        private readonly int _placeBits;
        private readonly int _codeBits;

        public Builder(SparseRows<ushort> codes, int columns, WindowShape shape)
            : base(codes, columns, shape)
        {
            Width = shape.Width;
            _placeBits = shape.Width == 64 ? 6 : 7;
            _codeBits = shape.Width == 64 ? 6 : 5;
            Collect();
        }

        public int Width { get; }

        public int MaxCode => (1 << _codeBits) - 1;

        protected override void AppendStep(int step)
        {
            bool odd = step % 2 == 1;
            Span<uint> words = odd ? Last(WordsOfTwo) : Add(WordsOfTwo);
            for (int slot = 0; slot < SlotsPerLane; slot++)
            {
                for (int lane = 0; lane < WindowShape.Lanes; lane++)
                {
                    int weight = Walk.Slots[(slot * WindowShape.Lanes) + lane];
                    if (weight != WindowWalk.Empty)
                    {
                        Put(words[lane..], odd, 8 * slot, (uint)(Codes.Columns[weight] - Walk.Start), (uint)Codes.Values[weight]);
                    }
                }
            }
        }

        protected override void EndGroup(int steps)
        {
            if (steps % 2 == 1)
            {
                AddEmptyStart();
            }
        }

        /// <summary>Writes one slot: the words of its lane are the first and those 16 and 32 on.</summary>
        private void Put(Span<uint> words, bool odd, int bit, uint place, uint code)
        {
            ref uint first = ref words[0];
            ref uint second = ref words[WindowShape.Lanes];
            ref uint third = ref words[2 * WindowShape.Lanes];
            if (!odd)
            {
                first |= place << bit;
                third |= code << bit;
                return;
            }

            int inThird = 8 - _codeBits;
            int inFirst = 8 - _placeBits;
            second |= place << bit;
            third |= (code & ((1u << inThird) - 1)) << (bit + _codeBits);
            first |= ((code >> inThird) & ((1u << inFirst) - 1)) << (bit + _placeBits);
            second |= (code >> (inThird + inFirst)) << (bit + _placeBits);
        }
    }
}
