namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The tables with which the runtime's RowReader decodes a canonical code; see PrefixCode there.</summary>
/// <param name="Lookup">For every 6 bits the rank, times 16, and the length of the codeword that they begin with; −1 where that is longer.</param>
/// <param name="Last">For each length from the first on that is searched for, the last 16 bits that begin with a codeword of this length or a shorter one.</param>
/// <param name="Ranks">For each of these lengths, what makes a codeword its rank.</param>
/// <param name="FirstLength">The first length that is searched for.</param>
/// <param name="Symbols">The symbols in the order of ranks.</param>
internal sealed record PrefixCodeTables(int[] Lookup, int[] Last, int[] Ranks, int FirstLength, int[] Symbols)
{
    /// <summary>The bits that name an element of the look-up.</summary>
    public const int LookupBits = 6;

    /// <summary>The bits of a length in it.</summary>
    public const int LengthBits = 4;

    /// <summary>What it holds where a codeword is longer.</summary>
    public const int Longer = -1;

    private const int WindowBits = 16;

    /// <param name="lengths">The length of each symbol's codeword, 0 where it does not occur.</param>
    /// <param name="singleIsFree">Whether a symbol that alone occurs takes no bits.</param>
    /// <param name="searchesAll">Whether codewords that the look-up has can be searched for as well.</param>
    public static PrefixCodeTables Of(ReadOnlySpan<byte> lengths, bool singleIsFree, bool searchesAll = false)
    {
        byte[] given = lengths.ToArray();
        int[] symbols = [.. Enumerable.Range(0, given.Length).Where(symbol => given[symbol] > 0).OrderBy(symbol => given[symbol])];
        var lookup = new int[1 << LookupBits];
        if (symbols.Length == 1)
        {
            lookup.AsSpan().Fill(singleIsFree ? 0 : 1);
            return new PrefixCodeTables(lookup, [], [], LookupBits + 1, symbols);
        }

        var last = new List<int>();
        var ranks = new List<int>();
        lookup.AsSpan().Fill(Longer);
        int codeword = 0;
        int before = 0;
        int firstLength = LookupBits + 1;
        for (int length = 1; length <= given.Max(); length++)
        {
            int count = given.Count(other => other == length);
            if (length <= LookupBits)
            {
                FillLookup(lookup, codeword, before, count, length);
            }

            // Lengths before the first codeword have no last bits.
            if ((searchesAll || length > LookupBits) && before + count > 0)
            {
                firstLength = last.Count == 0 ? length : firstLength;
                ranks.Add(before - codeword);
                last.Add(((codeword + count) << (WindowBits - length)) - 1);
            }

            before += count;
            codeword = (codeword + count) << 1;
        }

        return new PrefixCodeTables(lookup, [.. last], [.. ranks], firstLength, symbols);
    }

    private static void FillLookup(int[] lookup, int firstCodeword, int firstRank, int count, int length)
    {
        int copies = 1 << (LookupBits - length);
        for (int i = 0; i < count; i++)
        {
            lookup.AsSpan((firstCodeword + i) * copies, copies).Fill(((firstRank + i) << LengthBits) | length);
        }
    }
}
