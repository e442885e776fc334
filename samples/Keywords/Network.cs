using DeepCompression.Aot;

namespace KeywordsSample;

/// <summary>DS-CNN: features of one second (49 × 10) → probabilities of twelve classes.</summary>
[CompressedModel("network.dcz")]
internal static partial class Network;
