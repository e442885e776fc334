using DeepCompression.Aot.Tests.Packaging;

namespace DeepCompression.Aot.Tests.Arm64;

/// <summary>NativeAOT executables for Arm64 on a machine of another kind: compiled and linked there, and run by an emulator.</summary>
internal static class Emulator
{
    /// <summary>Properties of a project's file. Given on the command line, they would go to the projects that it refers to as well.</summary>
    public static string Properties { get; } =
        $"""
        <TargetFramework>net10.0</TargetFramework>
        <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>
        <PublishAot>true</PublishAot>
        <InvariantGlobalization>true</InvariantGlobalization>
        <CppCompilerAndLinker>{Gcc}</CppCompilerAndLinker>
        <ObjCopyName>aarch64-linux-gnu-objcopy</ObjCopyName>
        <CustomAfterMicrosoftCommonTargets>{Repository.File("tests", "DeepCompression.Aot.EndToEnd.Tests", "Arm64", "gcc.targets")}</CustomAfterMicrosoftCommonTargets>
        """;

    private const string Gcc = "aarch64-linux-gnu-gcc";
    private const string Qemu = "qemu-aarch64";

    /// <summary>Where gcc for Arm64 has the C library that its programs load.</summary>
    private const string Libraries = "/usr/aarch64-linux-gnu";

    /// <summary>Publishes a project, and returns what that printed.</summary>
    /// <exception cref="SkipException">
    /// The machine has no linker or no emulator, unless it is one that runs every test, which installs them; or no packs for Arm64.
    /// </exception>
    public static async Task<string> Publish(string folder, string output)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool mustRun = Environment.GetEnvironmentVariable("CI") == "true";
        if (!mustRun && ((string[])[Gcc, Qemu]).FirstOrDefault(tool => !folders.Any(path => File.Exists(Path.Combine(path, tool)))) is { } missing)
        {
            throw new SkipException($"Needs {missing}: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user.");
        }

        ProcessRun run = await ProcessRun.Dotnet(folder, "publish", "-c", "Release", "-o", output, "-nologo");
        SkipException.ThrowIfPackIsMissing(run.Output, "NativeAOT for Arm64");
        return run.AssertSucceeds().Output;
    }

    /// <summary>Runs a program in a folder.</summary>
    public static Task<ProcessRun> Start(string folder, string program, params string[] arguments) =>
        ProcessRun.Start(folder, Qemu, "", ["-L", Libraries, program, .. arguments]);
}
