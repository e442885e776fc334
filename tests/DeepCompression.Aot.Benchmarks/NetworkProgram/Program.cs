using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DeepCompression.Aot;

// Runs the network over the floats of a file, prints the class, and what memory of its own the process has then: pages that no
// file backs, in KiB, before the weights are loaded, after, and after the first inference. With a number of runs, also pages of files,
// in KiB, and the 20th percentile of the time of a run in nanoseconds: of so many, or of those that begin within two seconds.
float[] input = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(args[0])).ToArray();
float[] output = new float[Network.OutputLength];
float[] workspace = new float[Network.WorkspaceLength];
long before = Pages("RssAnon:");
Network.Load();
long loaded = Pages("RssAnon:");
Network.Run(input, output, workspace);
Console.WriteLine($"is a {Array.IndexOf(output, output.Max())}");
Console.WriteLine($"private {before} {loaded} {Pages("RssAnon:")}");
if (args.Length > 1)
{
    Console.WriteLine($"file {Pages("RssFile:")}");
    long[] times = new long[int.Parse(args[1], CultureInfo.InvariantCulture)];
    long first = Stopwatch.GetTimestamp();
    int runs = 0;
    while (runs < times.Length && Stopwatch.GetElapsedTime(first) < TimeSpan.FromSeconds(2))
    {
        long start = Stopwatch.GetTimestamp();
        Network.Run(input, output, workspace);
        times[runs++] = Stopwatch.GetElapsedTime(start).Ticks * TimeSpan.NanosecondsPerTick;
    }

    Array.Sort(times, 0, runs);
    Console.WriteLine($"run {times[runs / 5]}");
}

static long Pages(string field)
{
    string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
    return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - " kB".Length), CultureInfo.InvariantCulture);
}

[CompressedModel("network.dcz")]
internal static partial class Network;
