using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Quickstart;

/// <summary>Runs another program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program and collects what it writes to both streams, in order.</summary>
    /// <param name="program">A path, or a name to be found on PATH.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="cancellation">Ends the program and all it started.</param>
    /// <exception cref="CommandException">The program cannot be started.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Append(line.Data).Append('\n');
            }
        }

        using Process process = Start(program, arguments, folder);
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, output.ToString());
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandException($"{program}: the program cannot be started: {exception.Message}", exception);
        }
    }
}
