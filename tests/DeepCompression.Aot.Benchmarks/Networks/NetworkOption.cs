using System.CommandLine;

namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>The option that names a whole network.</summary>
internal static class NetworkOption
{
    /// <summary>The option, null where it is not given.</summary>
    /// <param name="purpose">What it is for.</param>
    public static Option<string?> Create(string purpose)
    {
        var option = new Option<string?>("--network")
        {
            HelpName = "NAME|FILE",
            Description = $"{purpose}: {string.Join(", ", NetworkCatalogue.Names)}, or an artifact's file.",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } name && !NetworkCatalogue.Names.Contains(name) && !File.Exists(name))
            {
                result.AddError($"There is no network '{name}' and no such file; there are {string.Join(", ", NetworkCatalogue.Names)}.");
            }
        });
        return option;
    }
}
