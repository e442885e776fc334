namespace DeepCompression.Aot.Trainer;

/// <summary>
/// A failure that a caller, or the user of a program, can do something about: a file, a model, data or a wish that cannot be met. The
/// message names the file, the place and the remedy. What is thrown besides is an <see cref="ArgumentException"/> for a wrong argument,
/// <see cref="OperationCanceledException"/> for what was cancelled, or a defect of this library.
/// </summary>
public abstract class TrainerException : Exception
{
    private protected TrainerException(string message, Exception? inner = null)
        : base(InOneLine(message), inner)
    {
    }

    /// <summary>Names in files of others may be any text, but none that moves the cursor of a terminal.</summary>
    internal static string InOneLine(string message) => string.Concat(message.Select(character => char.IsControl(character) ? ' ' : character));
}
