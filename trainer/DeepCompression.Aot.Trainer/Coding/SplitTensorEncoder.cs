using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a tensor whose weights keep numbers of their own: see <see cref="SplitTensor"/>.</summary>
internal static class SplitTensorEncoder
{
    private const int Pruned = -1;

    /// <summary>The smallest such form, or null where this form cannot hold the tensor: it has no weight, or their magnitudes are too far apart.</summary>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="values">The values, row-major, each of which the format holds exactly.</param>
    /// <param name="format">The precision of the numbers, single or half.</param>
    public static SplitTensor? Encode(TensorShape shape, ReadOnlySpan<float> values, NumberFormat format)
    {
        var leads = new int[values.Length];
        var plain = new uint[values.Length];
        uint plainMask = (1u << SplitNumber.PlainBits(format)) - 1;
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = format == NumberFormat.Half ? BitConverter.HalfToUInt16Bits((Half)values[i]) : BitConverter.SingleToUInt32Bits(values[i]);
            leads[i] = values[i] == 0 ? Pruned : SplitNumber.Lead(bits, format);
            plain[i] = bits & plainMask;
        }

        int[] used = [.. leads.Where(lead => lead >= 0).Distinct()];
        int first = used.DefaultIfEmpty(0).Min();
        int count = used.DefaultIfEmpty(-1).Max() - first + 1;
        if (count is < 1 or > CodedTensor.MaxCentroids)
        {
            return null;
        }

        int[] symbols = [.. leads.Select(lead => lead < 0 ? Pruned : lead - first)];
        int weights = symbols.Count(symbol => symbol >= 0);
        return Streams(shape, symbols, plain, count, format)
            .Select(stream => WithBitCount(new SplitTensor(shape, 0, format, weights, stream.Columns, stream.Stream.Code, first, new(stream.Stream.Stream))))
            .MinBy(tensor => tensor.BitCount);
    }

    private static IEnumerable<(LiveColumns Columns, HuffmanStream Stream)> Streams(
        TensorShape shape, int[] symbols, uint[] plain, int count, NumberFormat format)
    {
        int plainBits = SplitNumber.PlainBits(format);
        foreach (LiveColumns columns in ColumnFinder.Candidates(shape, symbols))
        {
            int[] live = ColumnFinder.Compact(symbols, columns, shape.RowLength);
            uint[] livePlain = [.. ColumnFinder.Compact([.. plain.Select(bits => (int)bits)], columns, shape.RowLength).Select(bits => (uint)bits)];
            yield return (columns, HuffmanStream.WithGaps(live, count, livePlain, plainBits));
            yield return (columns, HuffmanStream.WithoutGaps(live, count, livePlain, plainBits));
        }
    }

    private static SplitTensor WithBitCount(SplitTensor tensor) => tensor with { BitCount = TensorWriter.BitCount(tensor) };
}
