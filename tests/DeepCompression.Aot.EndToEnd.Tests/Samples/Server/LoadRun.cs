using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DeepCompression.Aot.Tests.Samples.Server;

/// <summary>What many connections that ask one after another, without a pause, saw of a server.</summary>
/// <param name="Requests">How many were answered rightly.</param>
/// <param name="Failures">What went wrong, one line each.</param>
/// <param name="Elapsed">How long it went on.</param>
/// <param name="Microseconds">How long each request took, sorted.</param>
internal sealed record LoadRun(int Requests, IReadOnlyList<string> Failures, TimeSpan Elapsed, int[] Microseconds)
{
    private static readonly Uri Classify = new("/classify", UriKind.Relative);

    /// <summary>Keeps a server busy.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="connections">How many connections; each is a request at a time.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="images">What is asked, in turn.</param>
    /// <param name="answers">What each image's answer must be, byte by byte.</param>
    public static async Task<LoadRun> Measure(Uri address, int connections, TimeSpan duration, byte[][] images, string[] answers)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var client = new HttpClient(handler) { BaseAddress = address };
        long start = Stopwatch.GetTimestamp();
        (List<int> Times, List<string> Failures)[] all = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(connection => Ask(client, connection, start, duration, images, answers)));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        int[] times = [.. all.SelectMany(one => one.Times).Order()];
        return new LoadRun(times.Length, [.. all.SelectMany(one => one.Failures)], elapsed, times);
    }

    /// <summary>A percentile of the times, in milliseconds.</summary>
    public double Milliseconds(double percentile) => Microseconds[(int)(percentile / 100 * (Microseconds.Length - 1))] / 1000.0;

    /// <summary>What a report says.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Requests} requests in {Elapsed.TotalSeconds:F1} s, {Requests / Elapsed.TotalSeconds:F0} per second, {Failures.Count} failed; p50 {Milliseconds(50):F2} ms, p99 {Milliseconds(99):F2} ms");

    private static async Task<(List<int> Times, List<string> Failures)> Ask(
        HttpClient client, int connection, long start, TimeSpan duration, byte[][] images, string[] answers)
    {
        (List<int> times, List<string> failures) = ([], []);
        for (int i = connection; Stopwatch.GetElapsedTime(start) < duration; i++)
        {
            long asked = Stopwatch.GetTimestamp();
            try
            {
                using HttpContent content = ServerImages.ToContent(images[i % images.Length]);
                using HttpResponseMessage response = await client.PostAsync(Classify, content);
                string answer = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.OK && answer == answers[i % images.Length])
                {
                    times.Add((int)Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
                }
                else
                {
                    failures.Add($"{response.StatusCode}: {answer}");
                }
            }
            catch (HttpRequestException e)
            {
                failures.Add(e.Message);
            }
        }

        return (times, failures);
    }
}
