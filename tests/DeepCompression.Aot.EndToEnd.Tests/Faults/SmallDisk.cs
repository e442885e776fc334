using System.Diagnostics;
using DeepCompression.Aot.Tests.CommandLine;

namespace DeepCompression.Aot.Tests.Faults;

/// <summary>A disk of a few kilobytes in the place of a folder, for one program.</summary>
/// <param name="Run">The program.</param>
/// <param name="Files">What was on the disk in the end: names and contents.</param>
internal sealed record SmallDisk(CommandRun Run, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Only the program and what it starts see the disk, so what it holds is carried in before and out after.</summary>
    private const string Script =
        """
        set -e
        disk=$1; before=$2; after=$3; size=$4; shift 4
        mount -t tmpfs -o "size=${size}k" none "$disk"
        cp -a "$before/." "$disk"
        status=0
        "$@" || status=$?
        cp -a "$disk/." "$after"
        exit $status
        """;

    /// <summary>Whether this user may have such disks.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Try();

    /// <summary>Runs a program.</summary>
    /// <param name="folder">The folder in whose place the disk is; files that are there are on the disk as well.</param>
    /// <param name="kilobytes">The disk's size.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<SmallDisk> Start(string folder, int kilobytes, params string[] command)
    {
        using var before = new TemporaryFolder();
        using var after = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Copy(file, before.File(Path.GetFileName(file)));
        }

        using Process process = Process.Start(Shell(Script, [folder, before.FullPath, after.FullPath, $"{kilobytes}", .. command]))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var files = Directory.GetFiles(after.FullPath, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(after.FullPath, file), File.ReadAllBytes, StringComparer.Ordinal);
        return new SmallDisk(new CommandRun(process.ExitCode, output, await error), files);
    }

    private static bool Try()
    {
        using var folder = new TemporaryFolder();
        try
        {
            using Process process = Process.Start(Shell("mount -t tmpfs -o size=4k none \"$1\"", folder.FullPath))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such command.
            return false;
        }
    }

    private static ProcessStartInfo Shell(string script, params string[] arguments) => new("unshare", ["--mount", "bash", "-c", script, "bash", .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
    };
}
