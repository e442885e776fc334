namespace DeepCompression.Aot.Trainer;

/// <summary>A network that does not go together with the data or the wish it was given: other shapes, other classes, a size that is out of reach.</summary>
public sealed class NetworkException : TrainerException
{
    internal NetworkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
