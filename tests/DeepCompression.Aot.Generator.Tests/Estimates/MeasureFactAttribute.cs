namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>A fact about this machine's speed; skipped, visibly, unless the setting DEEPC_MEASURE asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MeasureFactAttribute : FactAttribute
{
    public MeasureFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("DEEPC_MEASURE") is not "1")
        {
            Skip = "Times every kernel, two minutes: DEEPC_MEASURE=1 DOTNET_TieredCompilation=0 dotnet test -c Release --filter Estimates";
        }
    }
}
