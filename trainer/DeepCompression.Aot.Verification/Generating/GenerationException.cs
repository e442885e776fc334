namespace DeepCompression.Aot.Verification.Generating;

/// <summary>Code cannot be generated for a model, or what was generated does not compile without a complaint.</summary>
/// <param name="message">What the generator or the compiler says.</param>
internal sealed class GenerationException(string message) : Exception(message)
{
    /// <summary>The same without the place in a source that its user never sees.</summary>
    public string Reason { get; init; } = message;
}
