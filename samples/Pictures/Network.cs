using DeepCompression.Aot;

namespace PicturesSample;

/// <summary>SqueezeNet: a picture (3 × 227 × 227; blue, green, red) → logits of ImageNet's 1,000 classes.</summary>
[CompressedModel("network.dcz")]
internal static partial class Network;
