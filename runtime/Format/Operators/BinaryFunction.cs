namespace DeepCompression.Aot.Format;

/// <summary>The functions of two numbers that <see cref="BinaryOperator"/> applies, by the number that stands for each in the artifact.</summary>
internal enum BinaryFunction
{
    Sum = 0,
    Difference = 1,
    Product = 2,
    Quotient = 3,
    Power = 4,
    Minimum = 5,
    Maximum = 6,
    PRelu = 7,
}

/// <summary>Facts about functions of two numbers.</summary>
internal static class BinaryFunctions
{
    /// <summary>Whether a number stands for a function.</summary>
    public static bool IsKnown(int number) => number is >= 0 and <= (int)BinaryFunction.PRelu;
}
