using DeepCompression.Aot;

namespace MicrocontrollerSample;

/// <summary>LeNet-300-100, two hidden layers: the fastest, and the one that needs least memory.</summary>
[CompressedModel("lenet-300-100.dcz")]
internal static partial class Network;
