namespace DeepCompression.Aot.Format;

/// <summary>The name of one value or parameter.</summary>
internal readonly record struct NumberedName(int Number, string Name);

/// <summary>Names of values and parameters, each list in ascending order of number; what has no name is known by its number.</summary>
internal sealed record GraphNames(EquatableArray<NumberedName> Values, EquatableArray<NumberedName> Parameters)
{
    public static GraphNames None { get; } = new(EquatableArray<NumberedName>.Empty, EquatableArray<NumberedName>.Empty);

    public string? OfValue(int number) => Find(Values, number);

    public string? OfParameter(int number) => Find(Parameters, number);

    private static string? Find(EquatableArray<NumberedName> names, int number)
    {
        foreach (NumberedName name in names)
        {
            if (name.Number == number)
            {
                return name.Name;
            }
        }

        return null;
    }
}
