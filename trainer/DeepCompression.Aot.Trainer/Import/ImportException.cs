namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A model that cannot be imported; the message names the file, the place and the remedy in one line.</summary>
public sealed class ImportException : TrainerException
{
    internal ImportException(string message, Exception? inner = null)
        : base(InOneLine(message), inner)
    {
    }

    /// <summary>Names in a model may be any text, but none that moves the cursor of a terminal.</summary>
    private static string InOneLine(string message) => string.Concat(message.Select(character => char.IsControl(character) ? ' ' : character));
}
