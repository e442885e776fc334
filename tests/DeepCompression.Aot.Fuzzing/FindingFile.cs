using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>Keeps an input that broke a rule, and says how to try it again.</summary>
internal static class FindingFile
{
    /// <summary>Writes the input into a folder.</summary>
    /// <param name="finding">What broke a rule.</param>
    /// <param name="folder">The folder, made if need be.</param>
    /// <param name="name">The file's name.</param>
    /// <returns>What to print: the problem, the file and the command.</returns>
    public static string Write(Finding finding, string folder, string name)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{name}.{finding.Input.Target.Name}");
        File.WriteAllBytes(path, finding.Input.Bytes);
        return $"""
            {finding.Input.Target.Name}: {finding.Problem}
            {finding.Input.Bytes.Length} bytes are in {path}; again:
            dotnet run -c Release --project tests/DeepCompression.Aot.Fuzzing -- --replay "{path}"
            """;
    }
}
