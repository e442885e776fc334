using System.Globalization;
using DeepCompression.Aot.Tests.Build;
using Xunit.Abstractions;

namespace DeepCompression.Aot.Tests.Samples.Server;

/// <summary>The server's executable under load, for ten seconds or as many as DEEPC_LOAD_SECONDS says.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class LoadTests(ITestOutputHelper report) : IDisposable
{
    private const int Connections = 64;

    /// <summary>What the process may grow by between its first seconds and its last: pages that its heap had touched before and had given back.</summary>
    private const long AllowedGrowth = 8 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Under_load_no_request_fails_answers_stay_the_same_and_memory_does_not_grow()
    {
        string program = await SampleProgram.Publish("Server", _folder.File("published"));
        await using ServerProcess server = await ServerProcess.Start(program);
        byte[][] images = ServerImages.Random(100);
        string[] answers = await Task.WhenAll(images.Select(image => Ask(server, image)));
        foreach ((byte[] image, string answer) in images.Zip(answers))
        {
            ServerImages.AssertAnswer(image, answer);
        }

        Uri address = server.Client.BaseAddress!;
        TimeSpan duration = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("DEEPC_LOAD_SECONDS") ?? "10", CultureInfo.InvariantCulture));
        LoadRun warmUp = await LoadRun.Measure(address, Connections, duration / 5, images, answers);
        long before = server.ResidentBytes;
        LoadRun run = await LoadRun.Measure(address, Connections, duration, images, answers);
        long after = server.ResidentBytes;

        report.WriteLine($"{Connections} connections: {run}");
        report.WriteLine($"resident {before >> 10} KiB after warming up, {after >> 10} KiB at the end");
        Assert.Empty(warmUp.Failures);
        Assert.Empty(run.Failures);
        Assert.True(after <= before + AllowedGrowth, $"From {before} to {after} bytes.");
        Assert.Equal(images.Length + warmUp.Requests + run.Requests, await server.Metric("inferences_total"));
        Assert.Equal(0, await server.Metric("inference_allocated_bytes_total"));
        Assert.Equal(0, (await server.Terminate()).ExitCode);
    }

    private static async Task<string> Ask(ServerProcess server, byte[] image)
    {
        using HttpContent content = ServerImages.ToContent(image);
        using HttpResponseMessage response = await server.Client.PostAsync(new Uri("/classify", UriKind.Relative), content);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
