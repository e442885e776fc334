namespace DeepCompression.Aot.Trainer.Export;

/// <summary>A network that the target format cannot hold; the message names the limit and the remedy.</summary>
internal sealed class ExportException(string message) : Exception(message);
