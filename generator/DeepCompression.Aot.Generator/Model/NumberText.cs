using System.Globalization;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>Numbers for people, the same under every culture.</summary>
internal static class NumberText
{
    /// <summary>An integer with thousands separated: <c>1,234,567</c>.</summary>
    public static string Grouped(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A fraction in percent: <c>12.3 %</c>.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
