namespace DeepCompression.Aot.Format;

/// <summary>The name of one value or parameter.</summary>
internal readonly record struct NumberedName(int Number, string Name);

/// <summary>Names of values and parameters, each list in ascending order of number; what has no name is known by its number.</summary>
internal sealed record GraphNames(EquatableArray<NumberedName> Values, EquatableArray<NumberedName> Parameters)
{
    public static GraphNames None { get; } = new(EquatableArray<NumberedName>.Empty, EquatableArray<NumberedName>.Empty);

    public string? OfValue(int number) => Find(Values, number);

    public string? OfParameter(int number) => Find(Parameters, number);

    /// <summary>A binary search: a file may hold very many names.</summary>
    private static string? Find(EquatableArray<NumberedName> names, int number)
    {
        int low = 0;
        int high = names.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (names[middle].Number == number)
            {
                return names[middle].Name;
            }

            if (names[middle].Number < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }
}
