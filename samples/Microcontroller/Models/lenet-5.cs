using DeepCompression.Aot;

namespace MicrocontrollerSample;

/// <summary>LeNet-5, two convolutions and two linear layers: the most accurate.</summary>
[CompressedModel("lenet-5.dcz")]
internal static partial class Network;
