namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>How far outputs may be from a reference.</summary>
internal static class Closeness
{
    /// <summary>Every element within a fraction of the largest reference element.</summary>
    public static void AssertClose(IEnumerable<double> expected, IEnumerable<float> actual, string what, double fraction = 1e-5)
    {
        double[] reference = [.. expected];
        float[] values = [.. actual];
        Assert.Equal(reference.Length, values.Length);
        double tolerance = fraction * Math.Max(reference.Select(Math.Abs).Append(0).Max(), 1e-3);
        for (int i = 0; i < reference.Length; i++)
        {
            Assert.True(Math.Abs(reference[i] - values[i]) <= tolerance, $"{what}, element {i}: expected {reference[i]}, got {values[i]}");
        }
    }
}
