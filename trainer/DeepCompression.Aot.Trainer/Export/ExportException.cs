namespace DeepCompression.Aot.Trainer.Export;

/// <summary>A network that the target format cannot hold; the message names the limit and the remedy.</summary>
public sealed class ExportException : TrainerException
{
    internal ExportException(string message)
        : base(message)
    {
    }
}
