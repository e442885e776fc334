namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>Adds up constants as the C# compiler lays them out: each at a multiple of a word, equal ones once.</summary>
internal sealed class ConstantSizes
{
    private const int Word = 4;

    /// <summary>The constants that are a layer's numbers; the others are what decodes them.</summary>
    private static readonly string[] Numbers = ["Stream", "Codebook", "Values", "BiasValues"];

    private readonly HashSet<(int ElementBytes, string Elements)> _known = [];

    /// <summary>The bytes that a layer's constants add.</summary>
    public (int Weights, int Tables) Add(IEnumerable<PrintedConstant> constants)
    {
        int weights = 0;
        int tables = 0;
        foreach (PrintedConstant constant in constants.Where(constant => constant.Count > 0 && _known.Add((constant.ElementBytes, constant.Elements))))
        {
            int bytes = ((constant.Count * constant.ElementBytes) + Word - 1) / Word * Word;
            weights += Numbers.Contains(constant.Name) ? bytes : 0;
            tables += Numbers.Contains(constant.Name) ? 0 : bytes;
        }

        return (weights, tables);
    }
}
