using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>What only a process of its own shows: exit codes, streams and signals.</summary>
public class ProcessTests
{
    [Fact]
    public async Task A_failure_is_an_exit_code_and_a_line_on_the_error_stream()
    {
        using Process process = Start("inspect", "no-such-file.dcz");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        new CommandRun(process.ExitCode, await output, error).AssertFails(ExitCodes.Failure, "no-such-file.dcz");
    }

    [Fact]
    public async Task Piped_output_has_no_escape_codes()
    {
        using Process process = Start("inspect", GoldenFiles.Valid.First());
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(ExitCodes.Success, process.ExitCode);
        Assert.Contains("checksum ok", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Mnist_is_not_downloaded_unasked()
    {
        using var cache = new TemporaryFolder();
        using Process process = Start(cache.FullPath, ["train", "lenet-5", "--data", "mnist"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        new CommandRun(process.ExitCode, await output, error).AssertFails(ExitCodes.Failure, cache.File("mnist"), "--download");
        Assert.Empty(Directory.GetFileSystemEntries(cache.FullPath));
    }

    [LinuxFact]
    public async Task Ctrl_C_ends_training_with_its_own_exit_code_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        using Process process = Start(
            "train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--no-cache", "--epochs", "9999", "--output", folder.File("net.dcz"));
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith("train 1/9999", StringComparison.Ordinal));

        Process.Start("kill", ["-INT", $"{process.Id}"]).Dispose();
        Task drained = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await drained;
        await process.WaitForExitAsync();

        Assert.Equal((ExitCodes.Interrupted, "deepc: interrupted"), (process.ExitCode, error.TrimEnd()));
        Assert.Empty(Directory.GetFiles(folder.FullPath));
    }

    private static Process Start(params string[] arguments) => Start(null, arguments);

    private static Process Start(string? cache, string[] arguments)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "deepc.dll"), .. arguments];
        if (OperatingSystem.IsLinux())
        {
            // A shell starts background jobs with Ctrl+C ignored, and their children inherit that.
            command = ["env", "--default-signal=INT", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (cache is not null)
        {
            start.Environment["DEEPC_CACHE"] = cache;
        }

        return Process.Start(start)!;
    }
}
