namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A model that cannot be imported; the message names the file, the place and the remedy in one line.</summary>
internal sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
