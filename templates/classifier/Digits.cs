using DeepCompression.Aot;

namespace Classifier;

/// <summary>The network of digits.dcz. Step into <c>Run</c> with a debugger: it reads as the layers.</summary>
[CompressedModel("digits.dcz")]
internal static partial class Digits;
