using DeepCompression.Aot;

namespace MicrocontrollerSample;

/// <summary>The keyword-spotting DS-CNN of MLPerf Tiny, depthwise convolutions; its artifact is imported (README).</summary>
[CompressedModel("kws-dscnn.dcz")]
internal static partial class Network;
