namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>An artifact file that cannot be read or written; the message names the file, the problem and the remedy.</summary>
internal sealed class ArtifactFileException(string message, Exception? inner = null) : Exception(message, inner);
