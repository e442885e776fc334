namespace DeepCompression.Aot.Trainer;

/// <summary>
/// A failure that a caller, or the user of a program, can do something about: a file, a model, data or a wish that cannot be met. The
/// message names the file, the place and the remedy. What is thrown besides is an <see cref="ArgumentException"/> for a wrong argument,
/// <see cref="OperationCanceledException"/> for what was cancelled, or a defect of this library.
/// </summary>
public abstract class TrainerException : Exception
{
    private protected TrainerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
