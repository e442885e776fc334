namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>ONNX Runtime refused a call; the message is its own.</summary>
internal sealed class OnnxRuntimeException(string message) : Exception(message);
