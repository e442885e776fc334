using System.Diagnostics;
using System.Globalization;

namespace DeepCompression.Aot.Tests.Samples.Server;

/// <summary>The server sample, listening on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _output;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        Client = new HttpClient { BaseAddress = address, Timeout = Limit };
    }

    /// <summary>Where it listens.</summary>
    public HttpClient Client { get; }

    /// <summary>The memory of the process that is in RAM, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts a program and waits until it listens.</summary>
    public static async Task<ServerProcess> Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is string line)
        {
            seen.Add(line);
            int place = line.IndexOf(Listening, StringComparison.Ordinal);
            if (place >= 0)
            {
                return new ServerProcess(process, new Uri(line[(place + Listening.Length)..]));
            }
        }

        throw new InvalidOperationException($"The server ended: {string.Join('\n', seen)}");
    }

    /// <summary>Sends SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code and what the server wrote since it listened.</returns>
    public async Task<(int ExitCode, string Output)> Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var timeout = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(timeout.Token);
        return (_process.ExitCode, await _output);
    }

    /// <summary>A number of /metrics.</summary>
    public async Task<double> Metric(string name)
    {
        string metrics = await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        string line = metrics.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }
}
