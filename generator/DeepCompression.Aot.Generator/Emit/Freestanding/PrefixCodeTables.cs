namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The tables with which the runtime's RowReader decodes a canonical code; see PrefixCode there.</summary>
/// <param name="Lookup">For every 6 bits the rank, times 16, and the length of the codeword that they begin with; −1 where that is longer.</param>
/// <param name="Last">For each greater length the last 16 bits that begin with a codeword of this length or a shorter one.</param>
/// <param name="Ranks">For each of these lengths, what makes a codeword its rank.</param>
/// <param name="Symbols">The symbols in the order of ranks.</param>
internal sealed record PrefixCodeTables(int[] Lookup, int[] Last, int[] Ranks, int[] Symbols)
{
    /// <summary>The tables where nothing is coded.</summary>
    public static PrefixCodeTables None { get; } = new([], [], [], []);

    private const int WindowBits = 16;
    private const int LookupBits = 6;
    private const int LengthBits = 4;

    /// <param name="lengths">The length of each symbol's codeword, 0 where it does not occur.</param>
    /// <param name="singleIsFree">Whether a symbol that alone occurs takes no bits.</param>
    public static PrefixCodeTables Of(ReadOnlySpan<byte> lengths, bool singleIsFree)
    {
        byte[] given = lengths.ToArray();
        int[] symbols = [.. Enumerable.Range(0, given.Length).Where(symbol => given[symbol] > 0).OrderBy(symbol => given[symbol])];
        var lookup = new int[1 << LookupBits];
        if (symbols.Length == 1)
        {
            lookup.AsSpan().Fill(singleIsFree ? 0 : 1);
            return new PrefixCodeTables(lookup, [], [], symbols);
        }

        var last = new List<int>();
        var ranks = new List<int>();
        lookup.AsSpan().Fill(-1);
        int codeword = 0;
        int before = 0;
        for (int length = 1; length <= given.Max(); length++)
        {
            int count = given.Count(other => other == length);
            if (length > LookupBits)
            {
                ranks.Add(before - codeword);
                last.Add(((codeword + count) << (WindowBits - length)) - 1);
            }
            else
            {
                FillLookup(lookup, codeword, before, count, length);
            }

            before += count;
            codeword = (codeword + count) << 1;
        }

        return new PrefixCodeTables(lookup, [.. last], [.. ranks], symbols);
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
