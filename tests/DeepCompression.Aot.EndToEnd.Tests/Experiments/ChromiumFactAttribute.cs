namespace DeepCompression.Aot.Tests.Experiments;

/// <summary>
/// A fact that needs Chromium. A machine without it skips the fact, visibly; a continuous-integration machine, which says so by
/// the variable CI, does not: there the fact fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    /// <summary>How to get it.</summary>
    public const string Remedy = "Needs Chromium on the PATH (Debian: apt-get install chromium).";

    public ChromiumFactAttribute()
    {
        if (Chromium.Find() is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Skip = Remedy;
        }
    }
}
