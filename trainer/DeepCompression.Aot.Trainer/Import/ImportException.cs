namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A model that cannot be imported; the message names the file, the place and the remedy in one line.</summary>
public sealed class ImportException : TrainerException
{
    internal ImportException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
