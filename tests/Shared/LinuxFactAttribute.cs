namespace DeepCompression.Aot.Tests;

/// <summary>A fact that needs guarded memory; skipped, visibly, where the operating system's calls differ.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs guarded memory, which these tests set up on Linux only.";
        }
    }
}
