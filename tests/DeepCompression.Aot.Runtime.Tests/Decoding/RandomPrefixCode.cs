namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>A complete canonical prefix code with random code lengths: any code the format allows, not only good ones.</summary>
internal sealed class RandomPrefixCode
{
    private readonly (int Codeword, int Length)[] _codewords;

    /// <param name="random">The source of chance.</param>
    /// <param name="symbolCount">Symbols of the alphabet.</param>
    /// <param name="used">The symbols that need a codeword.</param>
    public RandomPrefixCode(Random random, int symbolCount, IReadOnlySet<int> used)
    {
        int[] lengths = RandomLengths(random, used.Count);
        Lengths = new byte[symbolCount];
        int next = 0;
        foreach (int symbol in used)
        {
            Lengths[symbol] = (byte)lengths[next++];
        }

        _codewords = new (int, int)[symbolCount];
        int codeword = 0;
        for (int length = 1; length <= 12; length++, codeword <<= 1)
        {
            for (int symbol = 0; symbol < symbolCount; symbol++)
            {
                if (Lengths[symbol] == length)
                {
                    _codewords[symbol] = (codeword++, length);
                }
            }
        }
    }

    /// <summary>The code length of each symbol; 0 for one that is not used.</summary>
    public byte[] Lengths { get; }

    public void Write(int symbol, List<bool> bits)
    {
        (int codeword, int length) = _codewords[symbol];
        for (int bit = length - 1; bit >= 0; bit--)
        {
            bits.Add(((codeword >> bit) & 1) != 0);
        }
    }

    /// <summary>The depths of the leaves of a random binary tree; a lone symbol has one bit.</summary>
    private static int[] RandomLengths(Random random, int count)
    {
        if (count == 1)
        {
            return [1];
        }

        var leaves = new List<int> { 0 };
        while (leaves.Count < count)
        {
            int leaf = random.Next(leaves.Count);
            if (leaves[leaf] < 12)
            {
                leaves[leaf]++;
                leaves.Add(leaves[leaf]);
            }
        }

        int[] lengths = [.. leaves];
        random.Shuffle(lengths);
        return lengths;
    }
}
