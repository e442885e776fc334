using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The tables with which the runtime's RowTables decodes gaps; see PackedRows there.</summary>
/// <param name="Lookup">For every 6 bits the length of codeword and plain bits together, and, times 32, what these bits are added to; −1 where that takes a search.</param>
/// <param name="Code">The code of classes, for the search.</param>
/// <param name="Classes">For each rank the smallest gap, times 32, and how many plain bits follow.</param>
internal sealed record GapTables(int[] Lookup, PrefixCodeTables Code, int[] Classes)
{
    /// <summary>The bits of a stream that a decoder always has at hand.</summary>
    private const int WindowBits = 16;

    private const int LengthBits = 5;

    private const int Search = -1;

    public static GapTables Of(HuffmanWeightCode code)
    {
        ReadOnlySpan<byte> lengths = code.GapLengths.AsSpan();
        bool searchesAll = false;
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            searchesAll |= lengths[symbol] > 0 && lengths[symbol] + GapClasses.ExtraBits(symbol, code.Resolution) > WindowBits;
        }

        PrefixCodeTables tables = PrefixCodeTables.Of(lengths, singleIsFree: true, searchesAll);
        return new GapTables(
            [.. tables.Lookup.Select((entry, window) => Entry(tables, code.Resolution, entry, window))],
            tables,
            [.. tables.Symbols.Select(symbol => (GapClasses.First(symbol, code.Resolution) << LengthBits) | GapClasses.ExtraBits(symbol, code.Resolution))]);
    }

    private static int Entry(PrefixCodeTables tables, int resolution, int entry, int window)
    {
        if (entry == PrefixCodeTables.Longer)
        {
            return Search;
        }

        int length = entry & ((1 << PrefixCodeTables.LengthBits) - 1);
        int gapClass = tables.Symbols[entry >> PrefixCodeTables.LengthBits];
        int extra = GapClasses.ExtraBits(gapClass, resolution);
        int codeword = window >> (PrefixCodeTables.LookupBits - length);
        return length + extra > WindowBits ? Search : ((GapClasses.First(gapClass, resolution) - (codeword << extra)) << LengthBits) | (length + extra);
    }
}
