namespace DeepCompression.Aot.Verification.Generating;

/// <summary>Code cannot be generated for a model, or what was generated does not compile without a complaint.</summary>
/// <param name="message">What the generator or the compiler says.</param>
internal sealed class GenerationException(string message) : Exception(message);
