namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>A command cannot go on; the message names the file, the place and the remedy in one line.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
