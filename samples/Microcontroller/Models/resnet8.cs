using DeepCompression.Aot;

namespace MicrocontrollerSample;

/// <summary>The image classifier resnet8 of MLPerf Tiny, residual sums; its artifact is imported (README).</summary>
[CompressedModel("resnet8.dcz")]
internal static partial class Network;
