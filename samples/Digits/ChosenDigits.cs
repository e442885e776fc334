using DeepCompression.Aot;

namespace DigitsSample;

/// <summary>The network that the property DigitsArtifact chose.</summary>
[CompressedModel("digits.dcz")]
internal static partial class Digits;
