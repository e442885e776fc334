namespace DeepCompression.Aot.Tests.Faults;

/// <summary>A fact that needs a disk of its own; skipped, visibly, where this user may not have one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsAvailable)
        {
            Skip = "Needs a disk of a few kilobytes, which on Linux the superuser may mount.";
        }
    }
}
