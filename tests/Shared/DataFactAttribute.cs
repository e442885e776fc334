namespace DeepCompression.Aot.Tests;

/// <summary>A fact that needs a folder of the shared data; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string folder)
    {
        string path = Path.Combine(Repository.Data, folder);
        if (!Directory.Exists(path))
        {
            Skip = $"Needs the data folder '{folder}'; set DEEPC_DATA to the folder that holds it.";
        }
    }
}
