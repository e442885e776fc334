using System.Diagnostics;

namespace DeepCompression.Aot.Tests;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">What it wrote, to either stream.</param>
internal sealed record ProcessRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    /// <summary>Runs a program in a folder.</summary>
    public static async Task<ProcessRun> Start(string folder, string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Build nodes that outlive the build would keep the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return new ProcessRun(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran for more than {Limit}.");
        }
    }

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static Task<ProcessRun> Dotnet(string folder, params string[] arguments) => Start(folder, "dotnet", "", arguments);

    /// <summary>Asserts success and returns the run.</summary>
    public ProcessRun AssertSucceeds()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }
}
