using DeepCompression.Aot;

namespace ServerSample;

/// <summary>LeNet-300-100: an image (784 bytes) → logits of the ten digits.</summary>
[CompressedModel("lenet-300-100.dcz")]
internal static partial class Digits;
