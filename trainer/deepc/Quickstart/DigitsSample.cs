using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Quickstart;

/// <summary>The sample program, built around one artifact.</summary>
/// <param name="Program">The executable, or the assembly where there is no executable of its own.</param>
/// <param name="IsNative">Whether it is a NativeAOT executable.</param>
internal sealed record DigitsSample(string Program, bool IsNative)
{
    private const string Name = "Digits";

    /// <summary>The program's length; of an assembly, without the .NET runtime that it needs.</summary>
    public long Bytes => new FileInfo(Program).Length;

    /// <summary>Builds and publishes the sample.</summary>
    /// <param name="repository">The repository that holds it.</param>
    /// <param name="artifact">The artifact to build around, a full path.</param>
    /// <param name="output">The folder to publish into.</param>
    /// <param name="linker">For a NativeAOT executable; null for one that the .NET runtime runs.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="CommandException">The build failed.</exception>
    public static async Task<DigitsSample> PublishAsync(
        string repository, string artifact, string output, CLinker? linker, CancellationToken cancellation)
    {
        // Build nodes that outlive the build would keep its output open.
        string[] arguments =
        [
            "publish", Path.Combine("samples", Name), "-c", "Release", "-nologo", "-v", "quiet", "-nodeReuse:false",
            "-o", output, $"-p:DigitsArtifact={artifact}",
        ];
        arguments = linker switch
        {
            null => [.. arguments, "-p:PublishAot=false"],
            { Driver: { } driver } => [.. arguments, $"-p:CppCompilerAndLinker={driver}"],
            _ => arguments,
        };
        (int exitCode, string log) = await ChildProcess.RunAsync(Dotnet, arguments, repository, cancellation).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new CommandException($"dotnet {string.Join(' ', arguments)}: failed with exit code {exitCode}: {FirstError(log)}");
        }

        string file = linker is null ? $"{Name}.dll" : Name + (OperatingSystem.IsWindows() ? ".exe" : "");
        return new DigitsSample(Path.Combine(output, file), linker is not null);
    }

    /// <summary>Classifies a folder of IDX test images.</summary>
    /// <exception cref="CommandException">The program failed.</exception>
    public async Task<SampleRun> RunAsync(string images, CancellationToken cancellation)
    {
        string[] arguments = ["--images", images];
        (int exitCode, string output) = IsNative
            ? await ChildProcess.RunAsync(Program, arguments, Environment.CurrentDirectory, cancellation).ConfigureAwait(false)
            : await ChildProcess.RunAsync(Dotnet, [Program, .. arguments], Environment.CurrentDirectory, cancellation).ConfigureAwait(false);
        return exitCode == 0
            ? SampleRun.Parse(output)
            : throw new CommandException($"{Program} --images {images}: failed with exit code {exitCode}: {output.Trim()}");
    }

    /// <summary>The SDK that runs this tool, so that no other one on PATH comes in.</summary>
    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string FirstError(string log)
    {
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "no message";
    }
}
