using System.Diagnostics;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>Runs programs to their end.</summary>
internal static class ExternalProgram
{
    /// <summary>What a program wrote to standard output.</summary>
    /// <exception cref="ExternalProgramException">It failed or is not here.</exception>
    public static string Run(string program, params string[] arguments) => Run(program, arguments, environment: []);

    /// <summary>What a program wrote to standard output, with some variables set for it.</summary>
    /// <exception cref="ExternalProgramException">It failed or is not here.</exception>
    public static string Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Build nodes that outlive the build would keep the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new ExternalProgramException($"{program} {string.Join(' ', arguments)} failed with exit code {process.ExitCode}: {error.Result}{output}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ExternalProgramException($"{program} cannot be started: {exception.Message}");
        }
    }
}

/// <summary>A program that a command needs failed or is missing; the message names it.</summary>
internal sealed class ExternalProgramException(string message) : Exception(message);
