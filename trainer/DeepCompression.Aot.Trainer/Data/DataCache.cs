namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Where downloaded data are kept between runs.</summary>
internal static class DataCache
{
    /// <summary>The environment variable that names another cache folder.</summary>
    public const string Setting = "DEEPC_CACHE";

    /// <summary>The folder of one data set, which need not exist yet.</summary>
    /// <exception cref="DataException">The user has no folder for local data, and the setting names none.</exception>
    public static string Folder(string dataset) =>
        Folder(
            dataset,
            Environment.GetEnvironmentVariable(Setting),
            // Follows XDG_DATA_HOME where that is the custom; empty where there is no home folder.
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>The same from given values of the setting and of the user's folder for local data.</summary>
    internal static string Folder(string dataset, string? setting, string localData)
    {
        if (!string.IsNullOrEmpty(setting))
        {
            return Path.GetFullPath(Path.Combine(setting, dataset));
        }

        return localData.Length > 0
            ? Path.Combine(localData, "deepc", dataset)
            : throw new DataException("cache folder", "user profile", "there is no folder for local data.", $"Set {Setting} to a folder.");
    }
}
