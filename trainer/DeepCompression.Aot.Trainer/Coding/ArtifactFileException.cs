namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>An artifact file that cannot be read or written; the message names the file, the problem and the remedy.</summary>
public sealed class ArtifactFileException : TrainerException
{
    internal ArtifactFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
