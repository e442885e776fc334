namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Options that parse one by one but do not fit each other or the network; the message names them.</summary>
internal sealed class UsageException(string message) : Exception(message);
