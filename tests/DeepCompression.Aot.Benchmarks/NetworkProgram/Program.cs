using System.Runtime.InteropServices;
using DeepCompression.Aot;

// Runs the network over the floats of a file, prints the class, and what memory of its own the process has then: pages that no
// file backs, in KiB, before the weights are loaded, after, and after the first inference.
float[] input = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(args[0])).ToArray();
float[] output = new float[Network.OutputLength];
float[] workspace = new float[Network.WorkspaceLength];
long before = PrivateMemory();
Network.Load();
long loaded = PrivateMemory();
Network.Run(input, output, workspace);
Console.WriteLine($"is a {Array.IndexOf(output, output.Max())}");
Console.WriteLine($"private {before} {loaded} {PrivateMemory()}");

static long PrivateMemory()
{
    const string Field = "RssAnon:";
    string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(Field, StringComparison.Ordinal));
    return long.Parse(line.AsSpan(Field.Length, line.Length - Field.Length - " kB".Length));
}

[CompressedModel("network.dcz")]
internal static partial class Network;
