using System.Diagnostics;

namespace DeepCompression.Aot.Mutants;

/// <summary>Runs the tests with one assembly replaced, in a copy of this program's folder.</summary>
internal sealed class Examination : IDisposable
{
    /// <summary>The option with which this program runs the tests.</summary>
    public const string TestsOption = "--tests";

    /// <summary>An error may make a loop endless.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "mutated");

    /// <summary>Copies the program.</summary>
    public Examination()
    {
        Dispose();
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>What was found with an assembly in place of the sound one; null where every test passes.</summary>
    public string? Find(string assembly, byte[] content)
    {
        string path = Path.Combine(_folder, assembly + ".dll");
        byte[] sound = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content);
        try
        {
            return Run();
        }
        finally
        {
            File.WriteAllBytes(path, sound);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string? Run()
    {
        string program = Path.Combine(_folder, Path.GetFileName(typeof(Examination).Assembly.Location));
        var start = new ProcessStartInfo("dotnet", [program, TestsOption]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            return "a test that did not end";
        }

        Task.WaitAll(output, error);
        return process.ExitCode switch
        {
            0 => null,
            1 => output.Result.Trim(),
            _ => "the end of the process: " + error.Result.Split('\n')[0],
        };
    }
}
