using System.Globalization;

namespace DeepCompression.Aot.Tests;

/// <summary>Numbers as programs exchange them, and how close they must be.</summary>
internal static class Numbers
{
    /// <summary>The largest difference allowed, as a part of the largest magnitude expected.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>One line, separated by spaces, exact.</summary>
    public static string Line(IEnumerable<float> values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n";

    /// <summary>Reads such a line.</summary>
    public static float[] Parse(string line) =>
        [.. line.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>Asserts that every value is within a ten-thousandth of the largest expected one.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        double allowed = Tolerance * expected.Max(Math.Abs);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed,
                $"Value {i} is {actual[i]:R}, expected {expected[i]:R} within {allowed:R}.");
        }
    }
}
