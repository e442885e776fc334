using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Completing;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>Completion as bash does it, with a tool that is found by its name.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Bash_completes_commands_options_values_and_leaves_file_names_to_itself()
    {
        await InstallAsync();

        Assert.Contains("inspect", await CompleteAsync("deepc ins"));
        string[] commands = await CompleteAsync("deepc ");
        Assert.Contains("train", commands);
        Assert.Contains("completion", commands);
        Assert.DoesNotContain(commands, word => word.StartsWith('-'));
        Assert.Equal(["--html"], await CompleteAsync("deepc inspect model.dcz --ht"));
        Assert.Equal(["lenet-300-100", "lenet-5"], await CompleteAsync("deepc train "));
        Assert.Equal(["best", "paper", "plain"], (await CompleteAsync("deepc train lenet-5 --recipe ")).Order(StringComparer.Ordinal));
        Assert.Equal(["bash"], await CompleteAsync("deepc completion b"));
        Assert.Empty(await CompleteAsync("deepc inspect "));
        Assert.Contains("--html", await CompleteAsync($"{_folder.FullPath}/deepc inspect model.dcz --"));
    }

    [LinuxFact]
    public async Task Where_nothing_is_suggested_bash_offers_files()
    {
        await InstallAsync();

        Assert.Contains("-o default", await BashAsync("complete -p deepc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_shell_has_a_script_that_asks_the_tool()
    {
        foreach (string shell in CompletionScripts.Shells)
        {
            string script = (await CommandRun.Deepc("completion", shell)).AssertSucceeds().Output;
            Assert.Contains("[suggest:", script, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', script);
        }
    }

    /// <summary>A script that stands for the installed tool, and the completion in a file.</summary>
    private async Task InstallAsync()
    {
        string tool = _folder.Write("deepc", "#!/bin/sh\nexec dotnet \"$DEEPC\" \"$@\"\n"u8);
        (await ProcessRun.Start(_folder.FullPath, "chmod", "", "+x", tool)).AssertSucceeds();
        await File.WriteAllTextAsync(_folder.File("completion.bash"), (await CommandRun.Deepc("completion", "bash")).AssertSucceeds().Output);
    }

    /// <summary>What bash would offer at the end of a line.</summary>
    private async Task<string[]> CompleteAsync(string line)
    {
        string output = await BashAsync($$"""
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _deepc "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<string> BashAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-c", $"source '{_folder.File("completion.bash")}'\n{commands}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullPath,
        };
        start.Environment["PATH"] = $"{_folder.FullPath}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DEEPC"] = Path.Combine(AppContext.BaseDirectory, "deepc.dll");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
