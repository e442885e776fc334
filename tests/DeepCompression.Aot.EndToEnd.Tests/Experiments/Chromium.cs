using System.Diagnostics;

namespace DeepCompression.Aot.Tests.Experiments;

/// <summary>A browser without a window, driven over its debugging port.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly TemporaryFolder _profile;
    private readonly Process _process;

    private Chromium(TemporaryFolder profile, Process process, ChromiumPage page)
    {
        _profile = profile;
        _process = process;
        Page = page;
    }

    /// <summary>The one page that is open.</summary>
    public ChromiumPage Page { get; }

    /// <summary>The browser's program, or null where none is installed.</summary>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Starts the browser with a profile of its own and an empty page.</summary>
    public static async Task<Chromium> StartAsync(string program)
    {
        var profile = new TemporaryFolder();
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1100,900", "--remote-debugging-port=0", $"--user-data-dir={profile.FullPath}", "about:blank",
        ];
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            int port = await FindPortAsync(profile.File("DevToolsActivePort"), process);
            return new Chromium(profile, process, await ChromiumPage.ConnectAsync(port));
        }
        catch
        {
            await EndAsync(process, profile);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await EndAsync(_process, _profile);
    }

    /// <summary>The browser writes the port that it chose into its profile.</summary>
    private static async Task<int> FindPortAsync(string file, Process process)
    {
        var time = Stopwatch.StartNew();
        while (time.Elapsed < Timeout && !process.HasExited)
        {
            if (File.Exists(file) && File.ReadAllLines(file) is [string port, _, ..])
            {
                return int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The browser opened no debugging port.");
    }

    private static async Task EndAsync(Process process, TemporaryFolder profile)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        profile.Dispose();
    }
}
