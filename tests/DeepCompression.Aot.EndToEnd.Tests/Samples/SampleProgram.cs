namespace DeepCompression.Aot.Tests.Samples;

/// <summary>A sample as the build of these tests left it, and its publishing as its project says.</summary>
internal static class SampleProgram
{
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    /// <summary>The assembly that <c>dotnet</c> runs.</summary>
    public static string Assembly(string sample) => Repository.File("samples", sample, "bin", Configuration, "net9.0", sample + ".dll");

    /// <summary>Runs a sample on the JIT.</summary>
    public static Task<ProcessRun> Run(string sample, params string[] arguments) =>
        ProcessRun.Dotnet(Repository.Root, [Assembly(sample), .. arguments]);

    /// <summary>Publishes a sample with NativeAOT, without a warning, and returns the executable's path.</summary>
    public static async Task<string> Publish(string sample, string folder, params string[] properties)
    {
        ProcessRun run = await ProcessRun.Dotnet(
            Repository.Root, ["publish", Path.Combine("samples", sample), "-c", "Release", "-o", folder, "-nologo", .. properties]);
        Assert.DoesNotContain("warning", run.AssertSucceeds().Output, StringComparison.OrdinalIgnoreCase);
        return Path.Combine(folder, sample);
    }
}
