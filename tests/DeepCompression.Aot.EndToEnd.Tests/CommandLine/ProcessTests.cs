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

    /// <summary>A build without the torch engine says so, one with it that its library does not load.</summary>
    [Fact]
    public async Task A_torch_engine_that_is_not_whole_is_told_in_a_line()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        foreach (string library in Directory.GetFiles(folder.FullPath, "*LibTorchSharp.*"))
        {
            await File.WriteAllTextAsync(library, "no library");
        }

        using Process process = Start(folder.FullPath, null, ["train", "lenet-300-100", "--engine", "torch", "--output", folder.File("net.dcz")]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        new CommandRun(process.ExitCode, await output, error).AssertFails(ExitCodes.Failure, "-p:TorchSharp");
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

    [LinuxFact]
    public async Task A_folder_that_may_only_be_read_is_told_before_training()
    {
        // Not even the superuser makes a file there.
        (await CommandRun.Deepc("train", "lenet-300-100", "--data", "drawn", "--output", "/sys/net.dcz"))
            .AssertFails(ExitCodes.Failure, "/sys/net.dcz", "cannot be written");
    }

    [LinuxFact]
    [Trait("Category", "Slow")]
    public async Task What_was_killed_resumes_from_its_checkpoint_with_the_same_result()
    {
        using var folder = new TemporaryFolder();
        string images = TrainingImages.Write(folder);
        string[] Train(string output, params string[] more) =>
            ["train", "lenet-300-100", "--data", images, "--epochs", "2", "--rounds", "1", "--output", folder.File(output), .. more];

        using (Process process = Start(folder.File("cache"), Train("killed.dcz")))
        {
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync();
            }
            while (line is not null && !line.StartsWith("prune 1", StringComparison.Ordinal));

            process.Kill();
            await process.WaitForExitAsync();
            Assert.NotNull(line);
        }

        Assert.False(File.Exists(folder.File("killed.dcz")));
        string resumed = await RunToEnd(folder.File("cache"), Train("resumed.dcz"));
        string whole = await RunToEnd(folder.File("cache"), Train("whole.dcz", "--no-cache"));

        Assert.Contains("The dense network comes from the cache.", resumed, StringComparison.Ordinal);
        Assert.DoesNotContain("cache", whole, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.dcz")), File.ReadAllBytes(folder.File("resumed.dcz")));
    }

    private static async Task<string> RunToEnd(string cache, string[] arguments)
    {
        using Process process = Start(cache, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == ExitCodes.Success, output + await error);
        return output + await error;
    }

    private static Process Start(params string[] arguments) => Start(null, arguments);

    private static Process Start(string? cache, string[] arguments) => Start(AppContext.BaseDirectory, cache, arguments);

    private static Process Start(string folder, string? cache, string[] arguments)
    {
        string[] command = ["dotnet", Path.Combine(folder, "deepc.dll"), .. arguments];
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
