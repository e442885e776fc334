using FsCheck;

namespace DeepCompression.Aot.Tests;

/// <summary>
/// How properties are checked: for a hundred cases that are the same in every run, so that a failure is seen by whoever caused it; with
/// <c>DEEPC_PROPERTY_CASES=10000</c> for so many cases that no run had before.
/// </summary>
internal static class PropertyChecks
{
    private static readonly Config Config = Configure(Environment.GetEnvironmentVariable("DEEPC_PROPERTY_CASES"));

    /// <summary>Requires that a property holds.</summary>
    /// <param name="property">The property; a failure names the case and the seed that gives it.</param>
    public static void Require(this Property property) => Check.One(Config, property);

    private static Config Configure(string? cases) => string.IsNullOrEmpty(cases)
        ? Config.QuickThrowOnFailure.WithReplay(2015, 10149)
        : Config.QuickThrowOnFailure.WithMaxTest(int.Parse(cases, System.Globalization.CultureInfo.InvariantCulture));
}
