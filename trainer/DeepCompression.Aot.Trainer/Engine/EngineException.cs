namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>An engine cannot do here what is asked of it; the message says why, and the remedy.</summary>
internal sealed class EngineException(string message, Exception? inner = null) : TrainerException(message, inner);
