using DeepCompression.Aot;

namespace DigitsSample;

/// <summary>LeNet-300-100, two hidden layers: the fastest.</summary>
[CompressedModel("lenet-300-100.dcz")]
internal static partial class Digits;
