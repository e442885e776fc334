namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>Agreement within the rounding of single precision, measured against the largest value.</summary>
internal static class Closeness
{
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        double largest = Math.Max(1e-6, expected.Max(Math.Abs));
        double worst = expected.Zip(actual, (wanted, got) => Math.Abs(wanted - got)).Max();
        Assert.True(worst <= tolerance * largest, $"The worst element is {worst:G3} off, of values up to {largest:G3}.");
    }
}
